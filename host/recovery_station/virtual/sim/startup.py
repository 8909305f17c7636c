"""Makes the child a board: devices, shadow modules, flash as `/`; then runs boot.py and main.py."""

import sys


def prepare(options):
    """`options`: the dict of the command line (board.py of the supervisor builds it)."""
    import gc

    import wire

    wire.BOOT.update(options)
    import os
    import random
    import select
    import time

    import device_clock
    import device_fram
    import layout
    import machine
    import shim_micropython

    sys.modules["micropython"] = shim_micropython
    device_fram.load(options["fram"])
    device_clock.load(bytes(options["clock_registers"]))
    time.begin(options["boot_us"], options["ticks_start_ms"])
    os.seed(options["seed"])
    random.seed(options["seed"])
    wire.open_link(options["link"], on_flags)
    wire.exchange(layout.K_BOOT, 0)
    import rp2

    mount(rp2.open_flash(options["image"]))
    sys.path[:] = ["", ".frozen", "/lib"]
    del sys.argv[:]
    assert machine and select  # imported while the host's files could still be seen
    gc.collect()  # the firmware begins with the same heap each time


def mount(device):
    """The flash as `/`, as the port's _boot.py does it.

    Without times of writing: here they would be the wall's, and littlefs chooses its blocks by them.
    """
    import uos
    import vfs

    vfs.umount("/")
    try:
        filesystem = vfs.VfsLfs2(device, progsize=256, readsize=32, mtime=False)
    except OSError:  # an empty flash
        vfs.VfsLfs2.mkfs(device, progsize=256, readsize=32)
        filesystem = vfs.VfsLfs2(device, progsize=256, readsize=32, mtime=False)
    vfs.mount(filesystem, "/")
    uos.chdir("/")


def on_flags(flags):
    """Carry out what the supervisor's reply asks for beyond the readings."""
    import device_clock
    import device_display
    import device_fram
    import layout
    import machine_i2c
    import wire

    device_fram.dead = bool(flags & layout.F_FRAM_DEAD)
    machine_i2c.stuck[0] = bool(flags & layout.F_I2C0_STUCK)
    machine_i2c.stuck[1] = bool(flags & layout.F_I2C1_STUCK)
    wire.H[layout.CHAIN_XOR] = wire.R[layout.R_CHAIN_XOR // 8] >> 32
    if flags & layout.F_FRAM_FLIP:
        device_fram.flip(wire.R[layout.R_FRAM_FLIP // 8] & 0xFFFFFFFF)
    if flags & layout.F_CLOCK_STOPPED:
        device_clock.stop_oscillator()
    if flags & layout.F_SEND_DISPLAY:
        wire.record(layout.REC_DISPLAY, None, device_display.state() + device_display.gddram)
    if flags & layout.F_INTERRUPT:
        raise KeyboardInterrupt


def run(name, namespace):
    """Run one file of the flash in `namespace`, as the port runs boot.py and main.py. False: it wants a soft reset."""
    try:
        with open(name) as f:
            source = f.read()
    except OSError:
        return True
    try:
        exec(compile(source, name, "exec"), namespace)
    except SystemExit:
        return False
    except BaseException as error:  # noqa: BLE001 (the port prints whatever main.py raises, then the prompt)
        sys.print_exception(error)
    return True


def run_all(options, namespace):
    prepare(options)
    ok = run("boot.py", namespace)
    if ok and options["run_main"]:
        ok = run("main.py", namespace)
    import layout
    import wire

    if not ok:
        wire.never_return(layout.K_SOFT_RESET)
    wire.H[layout.EAGER] = 1
    wire.show()
