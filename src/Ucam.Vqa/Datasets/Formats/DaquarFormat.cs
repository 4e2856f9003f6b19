using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// DAQUAR: people's questions about indoor photographs, as lines of question and answer in turn, or as a table of them; the parts are train and
/// test, as the lists of pictures say, or the name of the file.
/// </summary>
internal sealed class DaquarFormat : FileFormat
{
    private const string Questions = "questions", Lists = "lists";
    private static readonly string[] Columns = ["question", "answer", "image_id"];

    public override string Name => "daquar";

    public override string About => "DAQUAR: people's questions about indoor photographs (Malinowski and Fritz, NIPS 2014)";

    public override string License => "none is stated by the authors of DAQUAR and of NYU Depth v2, whose photographs it is about";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "lines of question and answer in turn (.txt), or a table of question, answer and image_id (.csv)", true, null)
        { File = path => IsTable(path) || IsPairs(path) },
        new(Lists, "lists of the pictures of a part, whose names say train or test", false, null) { File = IsList },
        FormatPart.Pictures,
    ];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        DaquarLists lists = DaquarLists.Read(input[Lists]);
        string[] pairs = [.. input[Questions].Where(path => !IsTable(path))], tables = [.. input[Questions].Where(IsTable)];
        foreach (string path in pairs) ReadPairs(builder, lists, path);
        if (pairs.Length == 0)
            foreach (string path in tables) ReadTable(builder, lists, path);
        else if (tables.Length > 0) builder.Note($"{Path.GetFileName(tables[0])} is left aside, as the lines say the same");
        lists.Report(builder);
        RepeatedQuestions.Report(builder);
    }

    private static void ReadPairs(SourceBuilder builder, DaquarLists lists, string path)
    {
        string[] lines = TextLines.Of(path);
        for (int i = 0; i < lines.Length; i += 2)
        {
            DaquarQuestion question = DaquarQuestion.Of(lines[i]);
            if (question.Picture is not { } picture)
                throw Wrong(path, i + 1, "no picture is named, as \"… in the image12 ?\" does; questions and answers must stand in turn");
            if (i + 1 == lines.Length) throw Wrong(path, i + 1, "the question has no line with its answer; give the whole file");
            if (DaquarQuestion.NamesOne(lines[i + 1]))
                throw Wrong(path, i + 2, "a question stands where an answer should; questions and answers must stand in turn");
            Add(builder, new Place(path, $"line {i + 1}", -1), question, lines[i + 1], lists.PartOf(picture, path));
        }
    }

    private static void ReadTable(SourceBuilder builder, DaquarLists lists, string path)
    {
        int[]? at = null;
        foreach ((int line, string[] fields) in CsvRows.Read(path))
        {
            if (at is null)
            {
                string[] names = Array.ConvertAll(fields, f => f.Trim().ToLowerInvariant());
                at = Array.ConvertAll(Columns, column => Array.IndexOf(names, column));
                if (Array.IndexOf(at, -1) is var lacking and >= 0) throw Wrong(path, line, $"there is no column \"{Columns[lacking]}\"");
                continue;
            }
            long picture = DaquarQuestion.NumberOf(fields[at[2]])
                ?? throw Wrong(path, line, $"image_id is \"{fields[at[2]].Trim()}\"; it must be as image12");
            DaquarQuestion question = DaquarQuestion.Of(fields[at[0]]) with { Picture = picture };
            Add(builder, new Place(path, $"line {line}", -1), question, fields[at[1]], lists.PartOf(picture, path));
        }
    }

    private static void Add(SourceBuilder builder, Place place, DaquarQuestion question, string written, string part)
    {
        string answer = DaquarQuestion.Answer(written);
        var found = new SourceQuestion
        {
            Id = builder.Questions.Count + 1,
            Place = place,
            Text = question.Text,
            ImageId = question.Picture,
            PictureName = "",
            Answers = answer.Length == 0 ? null : [answer],
            AnswerType = AnswerTypes.Of(answer),
            Part = part,
        };
        builder.FindByNumber(found, question.Picture!.Value, "image_id");
        builder.Add(found);
    }

    private static bool IsTable(string path) =>
        CsvRows.IsTable(path) && Columns.All(column => TextLines.First(path).Contains(column, StringComparison.OrdinalIgnoreCase));

    private static bool IsText(string path) => Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase);

    private static bool IsList(string path) => IsText(path) && DaquarQuestion.NumberOf(TextLines.First(path)) is not null;

    private static bool IsPairs(string path) => IsText(path) && !IsList(path) && DaquarQuestion.NamesOne(TextLines.First(path));

    private static UcamException Wrong(string path, int line, string what) =>
        new($"{path}: line {line}: {what}.") { File = path, Field = $"line {line}" };
}
