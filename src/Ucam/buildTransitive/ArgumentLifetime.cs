#if !NET
using System;
using System.IO;
#endif

namespace Ucam.Build
{
    /// <summary>
    /// Marks a managed assembly as compiled for debugging, so that the JIT keeps every argument alive until its method returns. Source:
    /// ECMA-335 II.23.3 (value of a custom attribute) and DebuggableAttribute.DebuggingModes.
    /// </summary>
    internal static class ArgumentLifetime
    {
        // Length of the blob, prolog 0x0001, DebuggingModes.IgnoreSymbolStoreSequencePoints, no named arguments.
        private static readonly byte[] Optimised = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };

        // Default | IgnoreSymbolStoreSequencePoints | EnableEditAndContinue | DisableOptimizations, what a debug build says.
        private static readonly byte[] Kept = { 8, 1, 0, 7, 1, 0, 0, 0, 0 };

        /// <summary>Edits in place. Returns whether a byte changed; an assembly in which the value is not found exactly once is left alone.</summary>
        public static bool Keep(byte[] assembly)
        {
            int at = Find(assembly, 0);
            if (at < 0 || Find(assembly, at + 1) >= 0) return false;
            Kept.CopyTo(assembly, at);
            return true;
        }

        private static int Find(byte[] assembly, int from)
        {
            for (int i = from; i <= assembly.Length - Optimised.Length; i++)
            {
                int same = 0;
                while (same < Optimised.Length && assembly[i + same] == Optimised[same]) same++;
                if (same == Optimised.Length) return i;
            }
            return -1;
        }
    }

#if !NET
    /// <summary>Build task: writes copies of assemblies that keep their arguments alive.</summary>
    public sealed class KeepArgumentsTask : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required]
        public Microsoft.Build.Framework.ITaskItem[] Libraries { get; set; }

        [Microsoft.Build.Framework.Required]
        public string Folder { get; set; }

        public override bool Execute()
        {
            foreach (Microsoft.Build.Framework.ITaskItem library in Libraries)
            {
                byte[] assembly = File.ReadAllBytes(library.ItemSpec);
                if (ArgumentLifetime.Keep(assembly)) Log.LogMessage("Arguments stay alive during native calls in a copy of {0}", library.ItemSpec);
                string copy = Path.Combine(Folder, Path.GetFileName(library.ItemSpec));
                Directory.CreateDirectory(Folder);
                // One rename: a build that is killed here leaves the old file or the new one, never a part.
                File.WriteAllBytes(copy + ".tmp", assembly);
                if (File.Exists(copy)) File.Delete(copy);
                File.Move(copy + ".tmp", copy);
            }
            return true;
        }
    }
#endif
}
