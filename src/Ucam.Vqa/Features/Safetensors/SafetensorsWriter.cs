using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>Writes safetensors files: the same tensors and metadata always make the same bytes.</summary>
internal static class SafetensorsWriter
{
    private const long CopyChunk = 1 << 28;

    /// <summary>
    /// Writes a file under a temporary name and renames it. Tensors are ordered by element size (largest first, so that all
    /// are aligned) and then by name, metadata by key; the header is padded with spaces to a multiple of 8 bytes.
    /// </summary>
    /// <param name="path">Where to write; an existing file is replaced.</param>
    /// <param name="metadata">Texts to store under "__metadata__".</param>
    /// <param name="tensors">Unique names and tensors on any device; they stay the caller's.</param>
    /// <exception cref="ArgumentException">A name is empty, repeated or reserved, or the format lacks an element type.</exception>
    /// <exception cref="UcamException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(tensors);
        CheckNames(tensors);
        var ordered = tensors.OrderByDescending(t => SafetensorsTypes.SizeOf(t.Value.dtype)).ThenBy(t => t.Name, StringComparer.Ordinal).ToArray();
        byte[] header = Header(metadata, [.. ordered.Select(t => (t.Name, t.Value.dtype, t.Value.shape))]);
        using var file = AtomicFile.Create(path);
        file.Write(header);
        foreach (var (_, value) in ordered) WriteTensor(file, value);
        file.Commit();
    }

    /// <summary>The same for what a model or a training is read from again: never with a value that is not finite.</summary>
    /// <exception cref="UcamException">A value is not finite, or the file cannot be written; nothing is left behind.</exception>
    public static void WriteWeights(string path, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        foreach ((string name, Tensor value) in tensors)
        {
            using Tensor finite = value.isfinite(), all = finite.all();
            if (!all.cpu().item<bool>())
                throw new UcamException($"{path}: not written, since tensor {name} holds a value that is not a finite number; what was written "
                    + "before stays as it is: lower the learning rate and train again.")
                { File = path, Field = name };
        }
        Write(path, metadata, tensors);
    }

    /// <summary>The length field and the header for tensors that follow one another without gaps.</summary>
    internal static byte[] Header(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, ScalarType Type, long[] Shape)> tensors)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[SafetensorsHeader.Prefix]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0) WriteMetadata(json, metadata);
            long at = 0;
            foreach (var (name, type, shape) in tensors)
            {
                long length = shape.Aggregate((long)SafetensorsTypes.SizeOf(type), (product, n) => checked(product * n));
                WriteEntry(json, name, type, shape, at, at + length);
                at += length;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        byte[] bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - SafetensorsHeader.Prefix);
        return bytes;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, ScalarType type, long[] shape, long begin, long end)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", SafetensorsTypes.NameOf(type));
        json.WriteStartArray("shape");
        foreach (long n in shape) json.WriteNumberValue(n);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTensor(AtomicFile file, Tensor value)
    {
        if (value.numel() == 0) return;
        using var scope = NewDisposeScope();
        int size = SafetensorsTypes.SizeOf(value.dtype);
        var flat = value.detach().cpu().contiguous().reshape(-1);
        long chunk = CopyChunk / size, count = flat.numel();
        for (long at = 0; at < count; at += chunk) file.Write(flat.narrow(0, at, Math.Min(chunk, count - at)).bytes);
    }

    private static void CheckNames(IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in tensors)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(tensors));
            ArgumentNullException.ThrowIfNull(value, nameof(tensors));
            if (name == SafetensorsHeader.MetadataKey) throw new ArgumentException($"\"{name}\" is reserved for the metadata.", nameof(tensors));
            if (!names.Add(name)) throw new ArgumentException($"The name \"{name}\" is given twice.", nameof(tensors));
        }
    }
}
