//! How much of the storage one person may fill (security row U7).

use super::parsed;

/// How much the files of one person may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub bytes: u64,
    pub files: u64,
}

#[derive(Clone, Debug)]
pub struct Quotas {
    /// `LECTERN_STUDENT_MEGABYTES` (2000) and `LECTERN_STUDENT_FILES` (2000).
    pub student: Quota,
    /// `LECTERN_TEACHER_MEGABYTES` (200000) and `LECTERN_TEACHER_FILES` (20000): of teachers and admins.
    pub teacher: Quota,
}

impl Default for Quotas {
    fn default() -> Quotas {
        Quotas {
            student: Quota {
                bytes: 2_000 * 1_000_000,
                files: 2_000,
            },
            teacher: Quota {
                bytes: 200_000 * 1_000_000,
                files: 20_000,
            },
        }
    }
}

impl Quotas {
    pub(super) fn from_env() -> anyhow::Result<Quotas> {
        let quota = |bytes: &str, files: &str, default: Quota| {
            let megabytes = (default.bytes / 1_000_000).to_string();
            let megabytes: u32 = parsed(bytes, &megabytes)?;
            let files: u32 = parsed(files, &default.files.to_string())?;
            anyhow::Ok(Quota {
                bytes: u64::from(megabytes) * 1_000_000,
                files: files.into(),
            })
        };
        let default = Quotas::default();
        Ok(Quotas {
            student: quota(
                "LECTERN_STUDENT_MEGABYTES",
                "LECTERN_STUDENT_FILES",
                default.student,
            )?,
            teacher: quota(
                "LECTERN_TEACHER_MEGABYTES",
                "LECTERN_TEACHER_FILES",
                default.teacher,
            )?,
        })
    }
}
