using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Formats;

namespace Ucam.Vqa;

/// <summary>The public formats that sets are read from; a new one is one file and one line here.</summary>
public static class DataFormats
{
    private static readonly DataFormat[] All =
    [
        new VqaFormat(), new VqaCpFormat(), new VqaHatFormat(), new VqaXFormat(), new ClevrFormat(), new GqaFormat(), new NlvrFormat(),
            new VqaRadFormat(), new SlakeFormat(), new CsvFormat(),
    ];

    /// <summary>Names of the formats, and what each is.</summary>
    public static IReadOnlyList<(string Name, string About)> Names { get; } = [.. All.Select(f => (f.Name, f.About))];

    /// <summary>Reads a set whole: nothing is dropped silently, what cannot be used is in the report.</summary>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="paths">Its files and folders, in any order: which is which is told by what is in them. Without pictures, everything else is
    /// checked.</param>
    /// <param name="report">Counts, and everything that is wrong.</param>
    /// <param name="parts">The parts to take ("test", "en"), for formats whose files hold several; null for all.</param>
    /// <returns>The questions that nothing is wrong with.</returns>
    /// <exception cref="UcamException">There is no such format or part, a path is not what it reads, or a file cannot be read or is
    /// malformed.</exception>
    public static FileSet Open(string format, IReadOnlyList<string> paths, out DataReport report, IReadOnlyCollection<string>? parts = null) =>
        Read(format, paths, out report, parts, toTrain: false);

    /// <summary>
    /// The same for a set that is to be trained on: an answer of which normalising leaves nothing counts as none. A test scores such questions all
    /// the same.
    /// </summary>
    internal static FileSet OpenToTrain(string format, IReadOnlyList<string> paths, out DataReport report,
        IReadOnlyCollection<string>? parts = null) =>
        Read(format, paths, out report, parts, toTrain: true);

    private static FileSet Read(string format, IReadOnlyList<string> paths, out DataReport report, IReadOnlyCollection<string>? parts, bool toTrain)
    {
        ArgumentNullException.ThrowIfNull(paths);
        DataFormat chosen = Find(format);
        var input = new FormatInput(chosen, paths);
        string first = input[chosen.Parts[0].Name][0];
        string name = Path.GetFileNameWithoutExtension(first);
        const string Ending = "_questions";
        if (name.EndsWith(Ending, StringComparison.Ordinal)) name = name[..^Ending.Length];
        var builder = new SourceBuilder(name, input.Pictures, parts) { IsToTrain = toTrain };
        chosen.Read(input, builder);
        if (builder.Questions.Count == 0) throw new UcamException($"{first}: there are no questions; give the whole file.") { File = first };
        return builder.Build(out report);
    }

    internal static DataFormat Find(string name) => Array.Find(All, f => f.Name == name)
        ?? throw new UcamException($"There is no format '{name}'; there are {string.Join(", ", All.Select(f => f.Name))}.") { Field = "format" };
}
