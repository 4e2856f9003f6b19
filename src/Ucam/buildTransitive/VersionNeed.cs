#if !NET
using System;
using System.IO;
using System.Linq;
#endif
using System.Text;

namespace Ucam.Build
{
    /// <summary>
    /// Marks one symbol-version requirement of a 64-bit little-endian ELF file as weak (VER_FLG_WEAK), so that the
    /// loader warns instead of refusing when the system's library lacks that version. Source: the LSB symbol-versioning
    /// tables, Elf64_Verneed and Elf64_Vernaux in section .gnu.version_r (SHT_GNU_verneed).
    /// </summary>
    internal static class VersionNeed
    {
        private const uint GnuVerneed = 0x6ffffffe;
        private const int WeakFlag = 0x2;

        /// <summary>Sets the weak flag in place. Returns whether a byte changed; what is not such an ELF file is left alone.</summary>
        public static bool Weaken(byte[] elf, string version)
        {
            if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1) return false;
            long table = BitConverter.ToInt64(elf, 0x28);
            int size = BitConverter.ToUInt16(elf, 0x3a), count = BitConverter.ToUInt16(elf, 0x3c);
            for (int i = 0; i < count; i++)
            {
                long section = table + (long)i * size;
                if (!Fits(elf, section, 64)) return false;
                if (U32(elf, section + 4) != GnuVerneed) continue;
                long link = table + (long)U32(elf, section + 0x28) * size;
                if (!Fits(elf, link, 64)) return false;
                return WeakenSection(elf, U64(elf, section + 0x18), U64(elf, link + 0x18), U32(elf, section + 0x2c), version);
            }
            return false;
        }

        private static bool WeakenSection(byte[] elf, long need, long strings, long needs, string version)
        {
            bool changed = false;
            for (long n = 0; n < needs && Fits(elf, need, 16); n++)
            {
                long aux = need + U32(elf, need + 8);
                int entries = BitConverter.ToUInt16(elf, (int)need + 2);
                for (int a = 0; a < entries && Fits(elf, aux, 16); a++)
                {
                    if ((elf[aux + 4] & WeakFlag) == 0 && NameIs(elf, strings + U32(elf, aux + 8), version))
                    {
                        elf[aux + 4] |= WeakFlag;
                        changed = true;
                    }
                    if (U32(elf, aux + 12) == 0) break;
                    aux += U32(elf, aux + 12);
                }
                if (U32(elf, need + 12) == 0) break;
                need += U32(elf, need + 12);
            }
            return changed;
        }

        private static bool NameIs(byte[] elf, long at, string name)
        {
            byte[] wanted = Encoding.ASCII.GetBytes(name + "\0");
            return Fits(elf, at, wanted.Length) && elf.Skip((int)at).Take(wanted.Length).SequenceEqual(wanted);
        }

        private static bool Fits(byte[] elf, long at, int length) { return at >= 0 && at <= elf.Length - length; }
        private static long U32(byte[] elf, long at) { return BitConverter.ToUInt32(elf, (int)at); }
        private static long U64(byte[] elf, long at) { return BitConverter.ToInt64(elf, (int)at); }
    }

#if !NET
    /// <summary>Build task: writes copies of native libraries that load where libstdc++ is older than the one they were linked with.</summary>
    public sealed class WeakenVersionNeedTask : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required]
        public Microsoft.Build.Framework.ITaskItem[] Libraries { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Version { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Folder { get; set; }

        public override bool Execute()
        {
            foreach (Microsoft.Build.Framework.ITaskItem library in Libraries)
            {
                byte[] elf = File.ReadAllBytes(library.ItemSpec);
                if (VersionNeed.Weaken(elf, Version)) Log.LogMessage("Weakened the need for {0} in a copy of {1}", Version, library.ItemSpec);
                string copy = Path.Combine(Folder, Path.GetFileName(library.ItemSpec));
                Directory.CreateDirectory(Folder);
                // One rename: a build that is killed here leaves the old file or the new one, never a part.
                File.WriteAllBytes(copy + ".tmp", elf);
                if (File.Exists(copy)) File.Delete(copy);
                File.Move(copy + ".tmp", copy);
            }
            return true;
        }
    }
#endif
}
