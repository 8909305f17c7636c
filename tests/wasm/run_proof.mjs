// Loads MicroPython's WebAssembly build, writes the firmware into its file system and runs session_proof.
// node run_proof.mjs MICROPYTHON.mjs FIRMWARE_DIR PROOF_DIR PROTOCOL SCRIPT START_MS locked|free
// With the script "largest" it is largest_proof that runs, a tick a slice, in a heap as large as a Pico's.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// What one call leaves behind is collected only by the next one.
const [library, firmware, proof, protocol, script, startMs, lock] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(library).href);
const mp = await loadMicroPython({ heapsize: 4 * 1024 * 1024, stdout: (line) => console.log(line), linebuffer: true });

function copy(from, to) {
  mp.FS.mkdir(to);
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    if (statSync(source).isDirectory()) copy(source, `${to}/${name}`);
    else mp.FS.writeFile(`${to}/${name}`, readFileSync(source));
  }
}

copy(firmware, "/slot_a");
copy(proof, "/null");
try {
  const made = [JSON.stringify(protocol), lock === "locked" ? "True" : "False", JSON.stringify(script), Number(startMs)];
  mp.runPython(`
import gc, sys
sys.path.insert(0, "/null")
import null_machine
`);
  const name = script === "largest" ? "largest_proof" : "session_proof";
  if (script === "largest") mp.runPython("import bounded");
  mp.runPython("gc.collect()");
  mp.runPython("import loaded");
  mp.runPython("gc.collect()");
  mp.runPython(`before = gc.mem_alloc(); import ${name} as module, stages`);
  mp.runPython("gc.collect()");
  mp.runPython(`
loaded.leave_out(before)
proof = module.Proof(${made.join(", ")})
`);
  while (!mp.globals.get("proof").done) {
    mp.runPython("gc.collect()");
    mp.runPython("proof.measure(); proof.go_on()");
  }
  mp.runPython("proof.report()");
} catch (error) {
  // Python's traceback; node would show a line of the library instead, all of it
  console.error(error.message);
  process.exit(1);
}
