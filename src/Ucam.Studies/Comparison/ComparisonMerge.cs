using Ucam.Vqa.Datasets.Files;

namespace Ucam.Studies.Comparison;

/// <summary>Joins the folders in which the parts of a comparison, or of a benchmark of maps, were run.</summary>
internal static class ComparisonMerge
{
    private static readonly string[] Costs = ["train_seconds", "questions_per_second", "seconds", "memory_mb"];

    // A row's file comes last: with it a cell is finished.
    private static readonly string[] Pieces = ["weights", "curves", "certainty", "rows", "maps", "fidelity"];

    // Of a benchmark over heads each kind of network has a folder of its own, which its table finishes.
    private static readonly string[] PiecesOfKinds = ["maps", ""];

    private const string Kinds = "kinds";

    /// <summary>Copies every finished piece of the parts into one folder, in which the comparison goes on or is reported.</summary>
    /// <param name="parts">Folders of the same comparison.</param>
    /// <param name="into">Where to; made if missing, and may hold a part already.</param>
    /// <param name="cancel">Stops before the next file.</param>
    /// <returns>How many cells, or maps, are finished there.</returns>
    /// <exception cref="UcamException">A folder is none of a comparison, they are of different ones, or two hold the same cell with different
    /// results.</exception>
    public static int Run(IReadOnlyList<string> parts, string into, CancellationToken cancel)
    {
        foreach (string part in parts) CompareState.Require(part, parts[0]);
        string[] kinds = [.. parts.Append(into).SelectMany(KindsOf).Distinct().Order(StringComparer.Ordinal)];
        List<(string From, string To)> copies =
        [
            .. Pieces.SelectMany(piece => Copies(parts, into, piece)),
            .. kinds.SelectMany(kind => PiecesOfKinds.SelectMany(piece => Copies(parts, into, Path.Combine(Kinds, kind, piece)))),
        ];
        Directory.CreateDirectory(into);
        Leftovers.WritesInto(into);
        foreach (string part in parts) JoinStates(part, into);
        foreach ((string from, string to) in copies)
        {
            cancel.ThrowIfCancellationRequested();
            Copy(from, to);
        }
        return new[] { "rows", "maps", "fidelity" }.Concat(kinds.Select(kind => Path.Combine(Kinds, kind)))
            .Select(piece => Path.Combine(into, piece)).Where(Directory.Exists).Sum(folder => Directory.EnumerateFiles(folder, "*.csv").Count());
    }

    private static void JoinStates(string part, string into)
    {
        CompareState.Join(part, into);
        foreach (string kind in KindsOf(part))
        {
            string to = Path.Combine(into, Kinds, kind);
            Directory.CreateDirectory(to);
            CompareState.Join(Path.Combine(part, Kinds, kind), to);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        AtomicFile.Write(to, stream =>
        {
            using FileStream source = OrdinaryFile.Open(from);
            source.CopyTo(stream);
        });
    }

    // One that was only begun has none of its own pieces yet.
    private static IEnumerable<string> KindsOf(string folder) =>
        Path.Combine(folder, Kinds) is var kinds && Directory.Exists(kinds)
            ? Directory.EnumerateDirectories(kinds).Where(CompareState.IsIn).Select(kind => Path.GetFileName(kind)) : [];

    // What a machine's speed and memory are part of.
    private static IEnumerable<string> Untimed(string path)
    {
        bool[]? kept = null;
        foreach ((_, string[] fields) in CsvRows.Read(path))
        {
            kept ??= [.. fields.Select(name => !Costs.Contains(name))];
            yield return string.Join('\0', fields.Where((_, column) => kept[column]));
        }
    }

    private static IEnumerable<(string From, string To)> Copies(IReadOnlyList<string> parts, string into, string piece)
    {
        var holders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string folder in parts.Prepend(into))
        {
            string below = Path.Combine(folder, piece);
            if (!Directory.Exists(below)) continue;
            foreach (string file in Directory.EnumerateFiles(below).Where(IsPiece))
                if (!holders.TryAdd(Path.GetFileName(file), file)) Same(holders[Path.GetFileName(file)], file, piece);
        }
        return holders.Select(held => (From: held.Value, To: Path.Combine(into, piece, held.Key))).Where(copy => copy.From != copy.To);
    }

    // A state is joined; what is hidden is being written, or holds the folder.
    private static bool IsPiece(string file) => Path.GetFileName(file) is var name && name[0] != '.' && name != CompareState.FileName;

    // Weights hold the time that they took: who trained them twice has the same network.
    private static void Same(string first, string second, string piece)
    {
        if (piece == "weights" || OrdinaryFile.Bytes(first).AsSpan().SequenceEqual(OrdinaryFile.Bytes(second))) return;
        if (Path.GetExtension(first) == ".csv" && Untimed(first).SequenceEqual(Untimed(second))) return;
        throw new UcamException($"{first} and {second} are results of the same cell, and differ; a cell belongs to one part: leave one folder out, "
            + "or remove one of the two.")
        { File = second };
    }
}
