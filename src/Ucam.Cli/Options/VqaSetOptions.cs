using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Options;

/// <summary>The options that name a set in the VQA layout, shared by several commands; a prefix tells two sets apart.</summary>
internal sealed class VqaSetOptions(string prefix = "")
{
    private readonly InputOption _questions = new($"--{prefix}questions")
    { Description = $"{Kind(prefix)} questions in the VQA v1/v2 layout (JSON), or a table with image, question and answer (CSV)." };
    private readonly InputOption _annotations = new($"--{prefix}annotations")
    { Description = $"{Kind(prefix)} annotations in the VQA v1/v2 layout (JSON)." };
    private readonly InputOption _images = new($"--{prefix}images")
    {
        Description = $"Folder of {(prefix.Length == 0 ? "" : "the ")}{Kind(prefix).ToLowerInvariant()} pictures; "
        + "names end in the picture's number, or are those of the table."
    };

    public IReadOnlyList<Option> All => [_questions, _annotations, _images];

    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Add(option);
    }

    public bool IsGiven(ParseResult parsed) => All.Any(o => parsed.GetResult(o) is { Implicit: false });

    public string? Annotations(ParseResult parsed) => parsed.GetValue(_annotations);

    /// <summary>Opens the set: a table of the user's own, which has the answers too, or files in the VQA layout.</summary>
    public IVqaSet Open(ParseResult parsed, string? table = null)
    {
        if (table is not null && !CsvRows.IsTable(table))
            throw new UsageException($"--data is '{table}'; without --recipe it must be a table (.csv or .tsv).");
        if (table is not null && parsed.GetValue(_questions) is not null)
            throw new UsageException($"--data and {_questions.Name} do not go together; a table has its own questions.");
        string questions = table ?? parsed.GetValue(_questions) ?? throw new UsageException($"{_questions.Name} is missing: the questions file.");
        string images = parsed.GetValue(_images) ?? throw new UsageException($"{_images.Name} is missing: the folder of the pictures.");
        if (CsvRows.IsTable(questions))
        {
            FileSet set = DataFormats.Open("csv", [questions, images], out DataReport report);
            report.Require();
            return set;
        }
        return VqaDirectorySet.Open(questions, parsed.GetValue(_annotations), images);
    }

    /// <summary>Opens the questions and annotations without the pictures, for features that were made before.</summary>
    public IVqaSet OpenWithoutPictures(ParseResult parsed)
    {
        if (parsed.GetValue(_images) is not null) return Open(parsed);
        string questions = parsed.GetValue(_questions) ?? throw new UsageException($"{_questions.Name} is missing: the questions file.");
        if (CsvRows.IsTable(questions))
            throw new UsageException($"{_images.Name} is missing: a table names its pictures by their files, so it needs their folder; "
                + "questions in the VQA layout (JSON) do without.");
        FileSet set =
            DataFormats.Open("vqa", parsed.GetValue(_annotations) is { } annotations ? [questions, annotations] : [questions], out DataReport report);
        report.Require();
        return set;
    }

    private static string Kind(string prefix) => prefix.Length == 0 ? "The set's" : char.ToUpperInvariant(prefix[0]) + prefix[1..].TrimEnd('-');
}
