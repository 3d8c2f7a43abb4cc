//! What a program that reads files of people may take of the machine (security row U6).

use std::io;

use nix::libc;
use nix::sys::resource::{Resource, setrlimit};

/// How much a program may take before the kernel ends it.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Of processor time, in seconds.
    pub processor_seconds: u64,
    /// Of address space, in bytes.
    pub memory_bytes: u64,
}

impl Bounds {
    /// Binds the calling process, and makes it yield to others. Only system calls: it is called between fork and exec.
    pub fn hold(self) -> io::Result<()> {
        const NICENESS: libc::c_int = 10;
        // SAFETY: it only changes the priority of the calling process.
        unsafe {
            libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS);
        }
        for (resource, most) in [
            (Resource::RLIMIT_CPU, self.processor_seconds),
            (Resource::RLIMIT_AS, self.memory_bytes),
        ] {
            setrlimit(resource, most, most)?;
        }
        Ok(())
    }
}
