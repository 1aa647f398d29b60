import Backbone from 'backbone'; import { WS } from 'backbone.ws';
const kind = process.argv[2], N = +process.argv[3] || 1;
class S { constructor(){ this.readyState=1; S.last=this; } send(){} close(){} }
const ws = new WS('ws://x', { WebSocket: S, keepOpen: true, connectTimeoutMs: 0 }); S.last.onopen({});
const M = Backbone.Model.extend({ tick(q) { this.n += q.price; } });
const mk = () => Array.from({ length: N }, (_, i) => { const m = new M({ symbol: 'S' + i }); m.n = 0; return m; });
const msg = (i) => JSON.stringify({type:'quote',data:{symbol:'S'+i,price:123.25,ts:1700000000,bid:123.2,ask:123.3,vol:1000}});
const evs = Array.from({ length: kind === 'keyed' ? 4096 : 1 }, () => ({ data: msg(kind === 'keyed' ? Math.floor(Math.random() * N) : 0) }));
const mkLimit = (models) => {
  if (kind === 'keyed') { const map = new Map([['quote', new Map(models.map(m => [m.get('symbol'), d => m.tick(d)]))]]); return ev => { const m = JSON.parse(ev.data); map.get(m.type).get(m.data.symbol)(m.data); }; }
  if (N === 1) { const map = new Map([['quote', d => models[0].tick(d)]]); return ev => { const m = JSON.parse(ev.data); map.get(m.type)(m.data); }; }
  const map = new Map([['quote', models.map(m => d => m.tick(d))]]); return ev => { const m = JSON.parse(ev.data); const l = map.get(m.type); for (let i = 0; i < l.length; i++) l[i](m.data); };
};
const limit = mkLimit(mk()), copy = mkLimit(mk());
const bound = mk(); for (const m of bound) ws.bind(m, { 'ws:message:quote': kind === 'fn' ? m.tick : 'tick' }, kind === 'keyed' ? { match: 'symbol' } : undefined);
const sock = S.last; const ours = ev => sock.onmessage(ev);
const iters = Math.max(300, Math.floor(40000 / (kind === 'keyed' ? 1 : N)));
const run = f => { const k = evs.length - 1; const t = process.hrtime.bigint(); for (let i = 0; i < iters; i++) f(evs[i & k]); return Number(process.hrtime.bigint() - t) / iters; };
for (let i = 0; i < 15; i++) { run(limit); run(copy); run(ours); }
const med = a => a.sort((x, y) => x - y)[a.length >> 1]; const r = [], c = [], abs = [];
for (let i = 0; i < 61; i++) { const a = run(limit); const b = run(ours); const a2 = run(limit); const b2 = run(copy); r.push(b / a); c.push(b2 / a2); abs.push(a); }
console.log(kind, N, 'limit', med(abs).toFixed(0), 'ours', med(r).toFixed(3), 'copy', med(c).toFixed(3));
