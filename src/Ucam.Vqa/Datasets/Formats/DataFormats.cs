using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Formats;

namespace Ucam.Vqa;

/// <summary>The formats that sets are read from: public ones, of which a new one is one file and one line here, and those that are added.</summary>
public static class DataFormats
{
    internal static Catalogue<FileFormat> Catalogue { get; } = new("a format", format => format.Name,
        new VqaFormat(), new VqaCpFormat(), new VqaHatFormat(), new VqaXFormat(), new ClevrFormat(), new GqaFormat(), new NlvrFormat(),
        new VqaRadFormat(), new SlakeFormat(), new DaquarFormat(), new CsvFormat());

    /// <summary>Names of the formats, and what each is.</summary>
    public static IReadOnlyList<(string Name, string About)> Names => [.. Catalogue.All.Select(f => (f.Name, f.About))];

    /// <summary>Adds a format of one's own, which can then be opened by its name here and in recipes.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(DataFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Catalogue.Add(new AddedFormat(format));
    }

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
        FileFormat chosen = Find(format);
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

    internal static FileFormat Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"There is no format '{name}'; there are {Catalogue.Names}.") { Field = "format" };
}
