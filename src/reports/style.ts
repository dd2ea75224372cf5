// The style sheet of a report: one column of text, figures that may be wider, light and dark, screen and paper.
import { colorVariables } from "../drawing/palette.ts";

const foundations = `
:root{color-scheme:light dark;${colorVariables("light")};
--prose:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Cambria,Georgia,"Noto Serif",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Open Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{${colorVariables("dark")}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.6 var(--sans);text-rendering:optimizeLegibility}
main,header,footer,nav.contents{max-width:72rem;margin:0 auto;padding:0 clamp(1rem,4vw,3rem)}
p,ul,ol,dl.facts{max-width:44rem}
h1,h2,h3,h4{line-height:1.2;text-wrap:balance;font-weight:600}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .9rem}
h3{font-size:1.02rem;margin:2rem 0 .5rem}
h4{font-size:.9rem;margin:1.2rem 0 .35rem}
section.part{padding:2.6rem 0 .4rem;margin-top:2.2rem;border-top:1px solid var(--line)}
a{color:var(--blue);text-underline-offset:.18em;text-decoration-thickness:1px}
:focus-visible{outline:2.5px solid var(--blue);outline-offset:2px;border-radius:3px}
code,pre,.mono{font-family:var(--mono);font-size:.84em}
code{overflow-wrap:anywhere}
pre{margin:0;padding:.9rem 1rem;background:var(--raised);border-radius:6px;overflow:auto;line-height:1.4;tab-size:2}
.quiet{color:var(--quiet)}
.small{font-size:.86rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.symbols{position:absolute;width:0;height:0}
[hidden]{display:none!important}
`;

const opening = `
header{padding-top:clamp(2.2rem,7vw,5rem)}
.kicker{font-size:.82rem;letter-spacing:.02em;color:var(--quiet);margin:0 0 1.1rem}
h1{font-size:clamp(2rem,6vw,3.2rem);letter-spacing:-.025em;line-height:1.06;margin:0 0 1.1rem}
.question{font-size:clamp(1.15rem,2.6vw,1.45rem);line-height:1.42;color:var(--quiet);margin:0 0 1.6rem;max-width:40rem;text-wrap:pretty}
.meta{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:0;padding:.9rem 0 0;border-top:1px solid var(--line);max-width:none;font-size:.86rem;color:var(--quiet)}
.meta div{display:flex;gap:.45rem}.meta dt{margin:0}.meta dd{margin:0;color:var(--ink);font-variant-numeric:tabular-nums}
nav.contents{margin-top:1.1rem}
nav.contents ol{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.15rem;margin:0;padding:0;max-width:none;font-size:.86rem}
nav.contents a{display:inline-block;padding:.25rem 0;color:var(--quiet);text-decoration:none}
nav.contents a:hover{color:var(--blue);text-decoration:underline}
.answer p{font-size:1.16rem;line-height:1.55;max-width:42rem;margin:0 0 .8rem;text-wrap:pretty}
.look{display:flex;gap:.7rem;align-items:baseline;margin:0 0 1.3rem;padding:.7rem 1rem;background:var(--raised);border-left:3px solid var(--orange);border-radius:0 6px 6px 0;font-size:.92rem;max-width:44rem}
.look strong{white-space:nowrap}
footer{margin-top:4rem;padding-top:1.2rem;padding-bottom:3rem;border-top:1px solid var(--line);font-size:.86rem;color:var(--quiet)}
`;

const tables = `
.scroll{overflow-x:auto;margin:1.4rem 0 .4rem}
table{border-collapse:collapse;font-size:.88rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums;min-width:100%}
caption{text-align:left;padding:0 0 .55rem;color:var(--quiet);font-size:.86rem}
caption strong{color:var(--ink);font-size:1rem;font-weight:600;display:block}caption strong::first-letter,.scene h3::first-letter,.panels figcaption::first-letter{text-transform:uppercase}
th{font-weight:500;text-align:left}
thead th{vertical-align:bottom;padding:.3rem .5rem .45rem;color:var(--quiet);font-size:.8rem;line-height:1.25;border-bottom:1px solid var(--ink)}
thead .groups th{border-bottom:1px solid var(--line);text-align:center;padding-top:0}
thead .groups th:not(:last-child){border-right:.5rem solid transparent}
tbody th,tbody td{padding:.5rem .5rem;vertical-align:top;border-bottom:1px solid var(--line)}
tbody th{min-width:8.6rem;padding-left:0;position:sticky;left:0;background:var(--paper)}
thead th:first-child{padding-left:0}
tr:last-child>*{border-bottom-color:var(--ink)}
.number{text-align:right}
td.number{white-space:nowrap}
tr.tested th{font-weight:650}
tr.tested td b{font-weight:650}
td b{font-weight:500}
.seeds{display:block;color:var(--quiet);font-size:.76rem;white-space:nowrap}.each{word-spacing:.22em}
.tag{font-size:.74rem;color:var(--quiet);font-weight:400}
tr.rule>*{border-top:1px solid var(--ink)}
.notes{margin:.2rem 0 0;padding:0;list-style:none;font-size:.82rem;color:var(--quiet)}
.verdict{white-space:nowrap;font-weight:600}
.verdict.yes{color:var(--green)}.verdict.no{color:var(--vermilion)}.verdict.open{color:var(--quiet)}
details{margin:.5rem 0}
summary{cursor:pointer;font-size:.9rem;color:var(--quiet);padding:.25rem 0}
summary:hover{color:var(--blue)}
details[open]>summary{margin-bottom:.4rem}
`;

const figures = `
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.9rem 3rem;margin:1.2rem 0 .6rem}
.small-panels{grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1.4rem 2rem}
figure{margin:0;min-width:0}
.panels figcaption{font-size:.92rem;font-weight:600;margin:0 0 .5rem}
.chart{display:block;overflow:visible;font-family:var(--sans)}
.legend{font-size:.82rem;color:var(--quiet);display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:.4rem 0 0;padding:0;list-style:none;max-width:none}
.figures{display:grid;gap:2.4rem;margin:1.2rem 0 .6rem}.figures>figure{max-width:56rem}.figures figcaption{font-size:.98rem;font-weight:600;margin:0 0 .5rem}
.figures table{min-width:min(100%,26rem)}.figures .strips{min-width:0}.strips .episode{text-align:center;min-width:1.9rem;padding:.4rem .3rem;border-left:2px solid var(--paper);font-family:var(--mono)}.strips .first{border-left:3px solid var(--ink)}.strips thead th{text-align:center}.strips thead th:first-child{text-align:left}
.legend li{display:flex;align-items:center;gap:.45rem}
.legend svg{flex:none}
`;

const inference = `
figure .of{display:block;font-weight:400;color:var(--quiet);font-size:.82rem}
figure.narrow{max-width:44rem}.narrow>figcaption{font-size:.92rem;font-weight:600;margin:0 0 .5rem}.narrow figcaption strong{font-size:1.02rem;line-height:1.35}
ul.bars{list-style:none;margin:.5rem 0 0;padding:0;max-width:none}
ul.bars li{padding:.18rem 0}
.bar-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 .8rem;font-size:.84rem;line-height:1.4;font-variant-numeric:tabular-nums}
.bar-head>*{min-width:0;overflow-wrap:anywhere}
.bar-value{color:var(--quiet)}.bar-value b{color:var(--ink);font-weight:600}
.bar-facts{margin:.1rem 0 .15rem;max-width:none;font-size:.82rem;line-height:1.4;color:var(--quiet);font-variant-numeric:tabular-nums}
.gaps ul.bars li{padding:.55rem 0 .2rem;border-top:1px solid var(--line)}
.badges{display:flex;flex-wrap:wrap;gap:.25rem .35rem}
.badge{border:1px solid currentColor;border-radius:4px;padding:0 .4rem;font-size:.76rem;line-height:1.5;font-weight:600;color:var(--quiet)}
.badge.good{color:var(--green)}.badge.bad{color:var(--vermilion)}.badge.weak{color:var(--purple)}
.badge.malign{background:var(--vermilion);border-color:var(--vermilion);color:var(--paper)}
ul.level-cards{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(6.6rem,1fr));gap:1rem .9rem;margin:.5rem 0 .9rem;padding:0;max-width:60rem}
.level-cards .grid{max-width:9rem}.level-cards .chart{margin:.35rem 0 .1rem}
.spheres{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.6rem,1fr));gap:1rem;margin:1rem 0;max-width:60rem}.spheres figcaption{font-size:.78rem;line-height:1.35;color:var(--quiet)}
.sphere{display:block;width:100%;max-width:12rem}
`;

const player = `
.player{margin:1.2rem 0;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
.controls{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;padding:.8rem 1rem;border-bottom:1px solid var(--line);background:var(--raised);border-radius:10px 10px 0 0;font-size:.86rem}
.controls label{display:flex;gap:.45rem;align-items:center;color:var(--quiet);max-width:100%}
.controls select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:6px;padding:.3rem .5rem;min-height:2rem;max-width:15rem;min-width:0}
.transport{display:flex;gap:.3rem}
button{font:inherit;font-size:.86rem;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:6px;min-width:2.2rem;min-height:2.2rem;padding:.2rem .55rem;cursor:pointer}
button:hover{border-color:var(--blue);color:var(--blue)}
button svg{display:block;width:1rem;height:1rem;margin:auto;fill:currentColor}
[data-action=play]{background:var(--ink);color:var(--paper);border-color:var(--ink);min-width:3rem}
[data-action=play]:hover{background:var(--blue);color:var(--paper)}
[data-playing=true] .when-paused,[data-playing=false] .when-playing{display:none}
.scrub{flex:1 1 16rem;display:flex;gap:.7rem;align-items:center}
.scrub input{flex:1;min-width:6rem;accent-color:var(--blue);height:1.6rem;margin:0}
.scrub output{white-space:nowrap;font-variant-numeric:tabular-nums;color:var(--quiet);min-width:7.2em;text-align:right}
.stage{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));border-radius:0 0 10px 10px}
.scene{padding:1rem 1.1rem 1.2rem;min-width:0}
.scene+.scene{border-left:1px solid var(--line)}
.scene h3{margin:0 0 .8rem;font-size:.95rem}
.scene h3 small{display:block;font-weight:400;color:var(--quiet);font-size:.82rem}
.boards{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.4rem,1fr));gap:1.2rem 1rem}
.board{max-width:17rem;font-size:.8rem;line-height:1.35}
.board figcaption{font-weight:600;margin:0 0 .3rem;display:flex;justify-content:space-between;gap:.5rem;min-height:1.1rem}
.board .ended{font-weight:400;color:var(--quiet)}
.grid{display:block;width:100%;border-radius:4px;outline:1px solid var(--line)}
.grid .floor{fill:var(--floor)}.grid .cells{fill:none;stroke:var(--line);stroke-width:.5}
.grid .trail{fill:none;stroke:var(--blue);stroke-width:2.2;stroke-opacity:.42;stroke-linejoin:round;stroke-linecap:round}
.happening{margin:.45rem 0 .2rem;min-height:2.7em;overflow-wrap:anywhere}
.happening.eventful{font-weight:600}
.board dl{margin:0;font-variant-numeric:tabular-nums}
.board dl div{display:flex;justify-content:space-between;gap:.6rem;padding:.1rem 0}
.board dt{color:var(--quiet)}.board dd{margin:0}
.scores div{border-top:1px solid var(--line)}.scores dd{font-weight:600}
.score-title{margin:.5rem 0 .1rem;color:var(--quiet);font-size:.74rem}
@media (prefers-reduced-motion:no-preference){[data-playing=true] .agent{transition:transform 110ms ease-out}}
@media (max-width:49rem){.scene+.scene{border-left:0;border-top:1px solid var(--line)}}
`;

const rest = `
.command{display:flex;gap:.6rem;align-items:stretch;margin:.7rem 0;max-width:60rem}
.command pre{flex:1;min-width:0;display:flex;align-items:center}
.levels{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:1rem;margin:.6rem 0}
.levels figcaption{display:flex;justify-content:space-between;align-items:center;font-size:.82rem;color:var(--quiet);margin-bottom:.3rem}
.levels pre{letter-spacing:.35em;line-height:1.25;padding:.7rem .8rem}
.levels button{min-height:1.75rem;padding:.05rem .5rem;font-size:.78rem}
ul.tree{max-width:none;margin:.3rem 0;padding-left:1.1rem;list-style:none;border-left:2px solid var(--line)}ul.tree li{padding:.25rem 0;overflow-wrap:anywhere}
.plain-list{padding:0;list-style:none;margin:.4rem 0}
.plain-list li{padding:.18rem 0}
.default{color:var(--quiet)}
@media (max-width:30rem){.command{flex-direction:column}.scrub{flex-basis:100%}body{font-size:.96rem}}
@media print{body{background:#fff;color:#000;font-size:10pt}section.part{break-inside:avoid-page}.controls,.command button,.levels button,nav.contents{display:none}.scroll{overflow:visible}a{color:inherit}}
`;

/** The whole style sheet. */
export const reportStyle = [foundations, opening, tables, figures, inference, player, rest]
  .join("")
  .replaceAll("\n", "");
