// What the source exports has the types that are declared for it.

import type * as declared from "../types";
import { TitanConnect } from "../src/element.js";
import { mount, open } from "../src/show.js";

export const implemented: typeof declared = { mount, open, TitanConnect };
