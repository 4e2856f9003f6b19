using System.Security.Cryptography;
using System.Text;

namespace Ucam.Vqa.Runs;

/// <summary>Makes a run's folders before anything is trained: hours of work must not end at a checkpoint that cannot be written.</summary>
internal static class RunFolder
{
    /// <summary>The file by which a process holds a run's folder; it is removed as the process lets go.</summary>
    public const string LockFile = ".lock";

    /// <summary>Makes the run's folder and that of its checkpoint, and checks that the checkpoint can be written.</summary>
    /// <exception cref="UcamException">A folder cannot be made, or the checkpoint not be written.</exception>
    public static void Create(RunOptions options)
    {
        Make(options.Folder, "run's");
        if (options.Output is not { } output) return;
        Make(Path.GetDirectoryName(Path.GetFullPath(output))!, "checkpoint's");
        AtomicFile.Create(output).Dispose();
    }

    /// <summary>Keeps other processes out of a folder until it is disposed: two runs in one would go on with each other's epochs.</summary>
    /// <param name="folder">The folder, which must be there.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UcamException">Another process works in it.</exception>
    public static IDisposable Hold(string folder, string option = "--run")
    {
        string held = Path.Combine(folder, LockFile);
        try
        {
            return new FileStream(held, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (FileProblem.Is(e) && !FileProblem.IsLocked(e))
        {
            throw FileProblem.CannotWrite(held, e);
        }
        catch (IOException e)
        {
            throw new UcamException($"{folder}: another process works in this folder; wait until it is done, or give a {option} of its own.", e)
            { File = folder };
        }
    }

    /// <summary>Refuses a folder that is to be read, and in which another process still works; nothing is written there.</summary>
    /// <exception cref="UcamException">One does.</exception>
    public static void RequireFree(string folder, string otherwise = "leave it out")
    {
        try
        {
            string held = Path.Combine(folder, LockFile);
            if (File.Exists(held)) new FileStream(held, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
        }
        catch (IOException e) when (FileProblem.IsLocked(e))
        {
            throw new UcamException($"{folder}: another process works in this folder; wait until it is done, or {otherwise}.", e) { File = folder };
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            // It has gone meanwhile, or may not be read: nobody is known to work there.
        }
    }

    /// <summary>Tells runs of different settings apart: 16 hexadecimal digits of their text's SHA-256.</summary>
    public static string Fingerprint(string settings) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(settings)))[..16];

    /// <exception cref="UcamException">The folder cannot be made.</exception>
    public static void Make(string folder, string whose)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw new UcamException($"{folder}: cannot make the {whose} folder ({FileProblem.Reason(e)}); choose another.", e) { File = folder };
        }
    }
}
