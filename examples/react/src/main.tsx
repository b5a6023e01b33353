import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { readStatus, type Status } from './backend';
import { ConnectWhatsApp } from './ConnectWhatsApp';

function App() {
  const [status, setStatus] = useState<Status>();
  const [isOpen, setOpen] = useState(false);
  const refresh = () => void readStatus().then(setStatus);
  useEffect(refresh, []);

  if (!status) return null;
  if (status.connected) return <p id="status">Connected: {status.phoneNumber}</p>;
  return (
    <>
      <button type="button" onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Cancel' : 'Connect WhatsApp'}
      </button>
      {isOpen && <ConnectWhatsApp onConnected={refresh} onClose={() => setOpen(false)} />}
    </>
  );
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
