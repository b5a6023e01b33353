import { useEffect, useEffectEvent, useRef } from 'react';
import { mount } from 'titan-connect';
import { createLink } from './backend';

interface Props {
  onConnected: () => void;
  onClose: () => void;
}

/** The widget lives as long as the component, whatever its parent renders in between. */
export function ConnectWhatsApp({ onConnected, onClose }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const connected = useEffectEvent(onConnected);
  const closed = useEffectEvent(onClose);

  useEffect(() => {
    const widget = mount(place.current!, {
      url: createLink,
      onConnected: () => connected(),
      onClose: () => closed(),
    });
    // StrictMode runs the effect twice: the first widget is removed before its frame has an address.
    return () => widget.destroy();
  }, []);

  return <div ref={place} />;
}
