// Runs netlists through ngspice (WebAssembly): one JSON request a line on stdin, one JSON answer a line on stdout.
// Request: {"netlist", "nets": [...], "step_s", "until_s"}; answer: {"v": {net: [...] sampled every step_s}} or {"error"}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { Simulation } = await import(pathToFileURL(process.argv[2]));
console.log = console.error = () => {};
const sim = new Simulation();
await sim.start();

function sample(time, values, step, until) {
  const out = [];
  let k = 0;
  for (let t = 0; t <= until; t += step) {
    while (k < time.length - 2 && time[k + 1] < t) k++;
    const span = time[k + 1] - time[k] || 1;
    const v = values[k] + ((values[k + 1] - values[k]) * (t - time[k])) / span;
    out.push(Math.round(v * 1000) / 1000);
  }
  return out;
}

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line);
  let answer;
  try {
    sim.setNetList(ask.netlist);
    const result = await sim.runSim();
    const named = Object.fromEntries(result.data.map((d) => [d.name.toLowerCase(), d.values]));
    const v = {};
    for (const net of ask.nets) v[net] = sample(named.time, named[`v(${net})`] ?? named[net], ask.step_s, ask.until_s);
    const last = named.time[named.time.length - 1];
    answer = last < ask.until_s - 0.01 ? { error: `stopped at ${last} s: ${sim.getError?.()}` } : { v };
  } catch (error) {
    answer = { error: `${error}: ${JSON.stringify(sim.getError?.() ?? [])}` };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
process.exit(0);
