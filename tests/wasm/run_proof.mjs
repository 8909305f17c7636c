// Loads MicroPython's WebAssembly build, writes the firmware into its file system and runs session_proof.
// node run_proof.mjs MICROPYTHON.mjs FIRMWARE_DIR PROOF_DIR PROTOCOL SECONDS locked|free
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [library, firmware, proof, protocol, seconds, lock] = process.argv.slice(2);
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
mp.FS.mkdir("/null");
for (const name of ["null_machine.py", "session_proof.py"]) {
  mp.FS.writeFile(`/null/${name}`, readFileSync(join(proof, name)));
}
mp.runPython(`
import gc, sys
sys.path.insert(0, "/null")
import session_proof
proof = session_proof.Proof(${JSON.stringify(protocol)}, ${lock === "locked" ? "True" : "False"})
`);
const SLICE_S = 2;
for (let at = 0; at < Number(seconds); at += SLICE_S) {
  mp.runPython("gc.collect()");
  mp.runPython(`proof.measure(); proof.advance(${SLICE_S})`);
}
mp.runPython("proof.report()");
