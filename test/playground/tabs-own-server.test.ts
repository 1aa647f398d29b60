import { testTabs } from './tabs.js';

testTabs(false);
