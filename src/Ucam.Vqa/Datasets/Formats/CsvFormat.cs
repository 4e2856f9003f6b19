using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// A user's own table with the columns image, question and answer (several by "|"), and where wanted question_id, question_type and answer_type.
/// </summary>
internal sealed class CsvFormat : FileFormat
{
    private const string Table = "table";

    public override string Name => "csv";

    public override string About => "a table with the columns image, question and answer (several answers by |), and a folder of pictures";

    public override IReadOnlyList<FormatPart> Parts { get; } = [new(Table, "the table (.csv or .tsv)", true, null), FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        foreach (string path in input[Table]) ReadTable(builder, path);
    }

    private static void ReadTable(SourceBuilder builder, string path)
    {
        using IEnumerator<(int Line, string[] Fields)> rows = CsvRows.Read(path).GetEnumerator();
        if (!rows.MoveNext()) throw new UcamException($"{path} is empty; give a table with the columns image, question and answer.") { File = path };
        string[] names = [.. rows.Current.Fields.Select(f => f.Trim().ToLowerInvariant())];
        int image = QuestionTable.Column(path, names, "image"), question = QuestionTable.Column(path, names, "question");
        int answer = QuestionTable.Answer(names), id = Array.IndexOf(names, "question_id"),
            type = Array.IndexOf(names, "question_type"), answerType = Array.IndexOf(names, "answer_type");
        while (rows.MoveNext())
        {
            (int line, string[] fields) = rows.Current;
            var place = new Place(path, $"line {line}", -1);
            string[] answers = answer < 0 ? [] : QuestionTable.Answers(fields[answer]);
            string? source = null;
            var found = new SourceQuestion
            {
                Id = id < 0 ? builder.Questions.Count + 1 : Number(place, fields[id].Trim(), out source),
                Place = place,
                Text = fields[question].Trim(),
                PictureName = fields[image].Trim(),
                Answers = answers.Length == 0 ? null : answers,
                QuestionType = type < 0 ? "" : fields[type].Trim(),
                AnswerType = AnswerTypes.Of(answers.FirstOrDefault() ?? "", answerType < 0 ? null : fields[answerType]),
                Source = source,
            };
            builder.FindByName(found, found.PictureName, "image");
            builder.Add(found);
        }
    }

    private static long Number(Place place, string written, out string? text) => written.Length > 0 ? TextId.Number(written, out text)
        : throw new UcamException($"{place.File}: {place.Field("question_id")}: it is empty; give each question its own.")
        { File = place.File, Field = place.Field("question_id") };
}
