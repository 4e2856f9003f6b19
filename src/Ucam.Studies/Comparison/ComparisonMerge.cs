using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Runs;

namespace Ucam.Studies.Comparison;

/// <summary>Joins the folders in which the parts of a comparison, or of a benchmark of maps, were run.</summary>
internal static class ComparisonMerge
{
    private static readonly string[] Costs = ["train_seconds", "questions_per_second", "seconds", "memory_mb"];

    // What is written: states and files, and the folders in which the finished pieces are counted.
    private sealed record Plan(IReadOnlyList<(string Folder, string Text)> States, IReadOnlyList<(string From, string To)> Copies,
        IReadOnlyList<string> Counted);

    /// <summary>
    /// Copies every finished piece of the parts into one folder, in which the comparison goes on or is reported. All is compared before anything is
    /// written.
    /// </summary>
    /// <param name="parts">Folders of the same comparison.</param>
    /// <param name="into">Where to; made if missing, and may hold a part already.</param>
    /// <param name="cancel">Stops before the next file.</param>
    /// <returns>How many cells, or maps, are finished there.</returns>
    /// <exception cref="UcamException">A folder is none of a comparison or is worked in, they are of different ones, two hold the same cell with
    /// different results, or a file is damaged or a link.</exception>
    public static int Run(IReadOnlyList<string> parts, string into, CancellationToken cancel)
    {
        IDisposable? held = Directory.Exists(into) ? Hold(into) : null;
        try
        {
            Plan plan = Planned(parts, into, cancel);
            if (held is null)
            {
                RunFolder.Make(into, "comparison's");
                held = Hold(into);
                // Another process may have joined something there meanwhile.
                if (CompareState.IsIn(into)) plan = Planned(parts, into, cancel);
            }
            Write(plan, into, cancel);
            return plan.Counted.Sum(folder => PieceFiles.In(Path.Combine(into, folder), ".csv").Count());
        }
        finally
        {
            held?.Dispose();
        }
    }

    private static IDisposable Hold(string into) => RunFolder.Hold(into, "--out");

    private static Plan Planned(IReadOnlyList<string> parts, string into, CancellationToken cancel)
    {
        foreach (string part in parts)
        {
            RunFolder.RequireFree(part);
            PieceFiles.RequireUnlinked(part);
        }
        JoinedState state = JoinedState.Of(parts, into);
        string[] kinds = [.. parts.Append(into).SelectMany(PieceFiles.KindsOf).Distinct().Order(StringComparer.Ordinal)];
        var states = new List<(string, string)> { (into, state.Text) };
        foreach (string kind in kinds.Select(kind => Path.Combine(PieceFiles.Kinds, kind)))
            if (parts.Select(part => Path.Combine(part, kind)).Where(CompareState.IsIn).ToArray() is { Length: > 0 } of)
                states.Add((Path.Combine(into, kind), JoinedState.Of(of, Path.Combine(into, kind)).Text));
        var copies = new List<(string, string)>();
        foreach ((string folder, string ending) in PieceFiles.Folders(kinds))
        {
            cancel.ThrowIfCancellationRequested();
            copies.AddRange(Copies(parts, into, (folder, ending), state.Versions));
        }
        return new Plan(states, copies, ["rows", "maps", "fidelity", .. kinds.Select(kind => Path.Combine(PieceFiles.Kinds, kind))]);
    }

    private static void Write(Plan plan, string into, CancellationToken cancel)
    {
        Leftovers.WritesInto(into);
        foreach ((string folder, string text) in plan.States)
        {
            Directory.CreateDirectory(folder);
            AtomicFile.WriteText(Path.Combine(folder, CompareState.FileName), text);
        }
        foreach ((string from, string to) in plan.Copies)
        {
            cancel.ThrowIfCancellationRequested();
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            AtomicFile.Write(to, stream =>
            {
                using FileStream source = OrdinaryFile.Open(from);
                source.CopyTo(stream);
            });
        }
    }

    private static IEnumerable<(string From, string To)> Copies(IReadOnlyList<string> parts, string into, (string Folder, string Ending) piece,
        IReadOnlyList<string> versions)
    {
        string[] files = [.. parts.Prepend(into).SelectMany(folder => PieceFiles.In(Path.Combine(folder, piece.Folder), piece.Ending))];
        PieceCheck.Require(piece.Folder, files, versions);
        var holders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in files)
            if (!holders.TryAdd(Path.GetFileName(file), file)) Same(holders[Path.GetFileName(file)], file);
        return holders.Select(held => (From: held.Value, To: Path.Combine(into, piece.Folder, held.Key))).Where(copy => copy.From != copy.To);
    }

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

    // Weights hold the time that they took: who trained them twice has the same network.
    private static void Same(string first, string second)
    {
        if (Path.GetExtension(first) == ".safetensors" || OrdinaryFile.Bytes(first).AsSpan().SequenceEqual(OrdinaryFile.Bytes(second))) return;
        if (Path.GetExtension(first) == ".csv" && Untimed(first).SequenceEqual(Untimed(second))) return;
        throw new UcamException($"{first} and {second} are results of the same cell, and differ; a cell belongs to one part: leave one folder out, "
            + "or remove one of the two.")
        { File = second };
    }
}
