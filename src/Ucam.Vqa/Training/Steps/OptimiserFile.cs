using System.Security.Cryptography;
using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>
/// The state of optimisers on the disk, with a hash of it at the end: their reader believes every length it finds, so that nothing but
/// what was written whole may reach it.
/// </summary>
internal static class OptimiserFile
{
    /// <summary>Writes the states one behind the other.</summary>
    /// <exception cref="UcamException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, IReadOnlyList<optim.Optimizer> optimisers) => AtomicFile.Write(path, stream =>
    {
        using SHA256 hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8))
            foreach (optim.Optimizer optimiser in optimisers) ((OptimizerHelper)optimiser).save_state_dict(writer);
        stream.Write(hash.Hash!);
    });

    /// <summary>Fills the optimisers.</summary>
    /// <exception cref="InvalidDataException">The file is not what was written, or of other optimisers.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Read(string path, IReadOnlyList<optim.Optimizer> optimisers)
    {
        using FileStream stream = OrdinaryFile.Open(path);
        if (!IsWhole(stream)) throw new InvalidDataException("it is damaged, or an earlier version of ucam wrote it");
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            foreach (optim.Optimizer optimiser in optimisers) ((OptimizerHelper)optimiser).load_state_dict(reader);
        }
        catch (Exception e) when (e is not (UcamException or IOException or OutOfMemoryException))
        {
            // The reader's own words quote bytes of the file.
            throw new InvalidDataException("it is the state of other optimisers", e);
        }
    }

    private static bool IsWhole(FileStream stream)
    {
        if (stream.Length < SHA256.HashSizeInBytes) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (long left = stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        Span<byte> kept = stackalloc byte[SHA256.HashSizeInBytes];
        return stream.ReadAtLeast(kept, kept.Length, throwOnEndOfStream: false) == kept.Length && kept.SequenceEqual(hash.GetHashAndReset());
    }
}
