import { testTabs } from './tabs.js';

testTabs(true);
