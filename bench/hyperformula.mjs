// node hyperformula.mjs PACKAGE SHEETS TIMES: recalculates the sheets TIMES times; prints JSON with the processor
// seconds of one time and the three totals of every sheet but the first. The package is installed for the benchmark only.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [engine, given, times] = process.argv.slice(2);
const { HyperFormula } = createRequire(import.meta.url)(engine);
const sheets = JSON.parse(readFileSync(given, "utf8"));
const book = HyperFormula.buildFromSheets(sheets, { licenseKey: "gpl-v3" });
const names = Object.keys(sheets);
const demand = book.getSheetId(names[0]);
const others = names.slice(1).map((name) => book.getSheetId(name));
const scaled = (factor) => sheets[names[0]].map((row) => row.map((one) => (typeof one === "number" ? one * factor : one)));
const totals = () => others.flatMap((sheet) => [0, 1, 2].map((col) => book.getCellValue({ sheet, row: 1, col })));
const write = (factor) => book.setCellContents({ sheet: demand, row: 0, col: 0 }, scaled(factor));

for (let warm = 0; warm < 10; warm += 1) write(1.5);
const before = process.cpuUsage();
for (let turn = 0; turn < Number(times); turn += 1) {
  write(1 + 0.001 * (turn + 1));
  totals();
}
const spent = process.cpuUsage(before);
write(1);
console.log(JSON.stringify({ seconds: (spent.user + spent.system) / 1e6 / Number(times), totals: totals() }));
