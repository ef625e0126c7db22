/** The report's style sheet: it follows the reader's light or dark scheme, and prints. */
export const STYLE = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --ink: #1b2026; --soft: #56606c; --line: #d8dde3;
  --accent: #0b62c4; --bad: #b3261e; --good: #1a7340; --heat: 178 60 20; --a: #6b4fbb; --b: #0b7a75; }
@media (prefers-color-scheme: dark) {
  :root { --page: #15181c; --card: #1f242a; --ink: #e7eaee; --soft: #a3adb8; --line: #39414a;
    --accent: #7db4ff; --bad: #ff9c92; --good: #7fd6a0; --heat: 240 120 70; --a: #b9a4ff; --b: #5fd3cc; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 36px 0 12px; }
h3 { font-size: 15px; margin: 20px 0 8px; }
p { margin: 6px 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 14px; padding-bottom: 12px; border-bottom: 1px solid var(--line); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 18px 0 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.tile dt { color: var(--soft); font-size: 13px; }
.tile dd { margin: 2px 0 0; font-size: 23px; font-variant-numeric: tabular-nums; }
.tile dd small { font-size: 13px; color: var(--soft); }
.issues { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(176px, 1fr)); }
.issue { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px; display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.picture { height: 116px; display: grid; place-items: center; background: var(--page); border-radius: 5px; overflow: hidden; color: var(--soft); font-size: 13px; }
.picture img { max-width: 100%; max-height: 116px; min-height: 64px; object-fit: contain; }
.labels { font-weight: 600; }
.labels, .numbers, .path { overflow-wrap: anywhere; }
.given { color: var(--bad); } .suggested { color: var(--good); }
.path { font-size: 12px; color: var(--soft); }
.numbers { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.bar { fill: var(--accent); } .track { fill: var(--line); } .axis { stroke: var(--line); stroke-width: 1; }
.curve { fill: none; stroke-width: 1.6; } .curve.a, .whisker.a { stroke: var(--a); } .curve.b, .whisker.b { stroke: var(--b); }
.dot.a { fill: var(--a); } .dot.b { fill: var(--b); } .whisker { stroke-width: 2; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 3px; vertical-align: -1px; margin-right: 5px; }
.key.a { background: var(--a); } .key.b { background: var(--b); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: 13px; padding: 8px 12px; }
th, td { padding: 5px 12px; text-align: right; border-top: 1px solid var(--line); white-space: nowrap; }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: 13px; }
.name { text-align: left; font-weight: 600; max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
.text { text-align: left; white-space: normal; overflow-wrap: anywhere; }
.heat { width: auto; } .heat th, .heat td { padding: 3px 8px; border: 1px solid var(--card); text-align: center; min-width: 36px; font-size: 13px; }
.heat thead th { max-width: 90px; overflow: hidden; text-overflow: ellipsis; } .heat tbody th { text-align: right; max-width: 160px; overflow: hidden; text-overflow: ellipsis; }
.heat .diagonal { color: var(--soft); background: var(--page); }
${Array.from({ length: 11 }, (_, i) => `.h${i} { background: rgb(var(--heat) / ${i * 7}%); }`).join('\n')}
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 16px; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.good { color: var(--good); } .bad { color: var(--bad); }
ul.plain { margin: 0; padding-left: 20px; } ul.plain li { overflow-wrap: anywhere; }
footer { margin-top: 40px; padding-bottom: 32px; color: var(--soft); font-size: 13px; }
@media print { .issue, .card, tr { break-inside: avoid; } nav { display: none; } }
`;
