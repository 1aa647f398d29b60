import Backbone from 'backbone';
import 'backbone.ws/global';

const ws = new Backbone.WS('wss://example.com/feed', { reopen: true });
ws.bind(new Backbone.Model(), { 'ws:message:quote': 'tick' });

export const isOpen: boolean = ws.isOpen;
