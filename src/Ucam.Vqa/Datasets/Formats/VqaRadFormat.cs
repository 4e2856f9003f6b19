using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// VQA-RAD: clinicians' questions about radiology pictures; the parts are train and test, as the phrase types say, or the name of the file
/// (trainset.json, testset.json); these share pictures, and train-pictures and test-pictures do not: a fifth of the pictures, by their names.
/// </summary>
internal sealed class VqaRadFormat : FileFormat
{
    private const string Questions = "questions";
    private const int TestEvery = 5;

    // Written so in a few rows of the published file.
    private static readonly Dictionary<string, string> Misspelt = new() { ["PRSE"] = "PRES", ["ATRIB"] = "ATTRIB" };

    public override string Name => "vqa-rad";

    public override string About => "VQA-RAD: clinicians' questions about radiology pictures (Lau et al., Scientific Data 2018)";

    public override string License => "CC0 1.0";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "VQA_RAD Dataset Public.json, or trainset.json and testset.json", true,
            shape => shape.Has("[].qid") && shape.Has("[].image_name")),
        FormatPart.Pictures,
    ];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        int reworded = 0;
        foreach (string path in input[Questions])
            JsonLists.Named(path, builder.Pool, "questions", (reader, place) =>
            {
                (SourceQuestion question, string phrase) = One(builder, reader, place);
                builder.Add(question);
                if (phrase.EndsWith("para", StringComparison.Ordinal)) reworded++;
            });
        NumberPictures(builder.Questions);
        if (reworded > 0) builder.Note($"{reworded} questions are other questions in other words (phrase_type para)");
        RepeatedQuestions.Report(builder);
        RepeatedQuestions.ReportShared(builder);
    }

    private static (SourceQuestion, string Phrase) One(SourceBuilder builder, JsonFileReader reader, Place place)
    {
        long? id = null;
        string? picture = null, text = null, answer = null, answerType = null, source = null;
        string type = "", phrase = "";
        while (reader.Property(out string name))
        {
            // Some keys are written with spaces or capitals.
            string key = name.Trim().ToLowerInvariant();
            if (key == "qid") id = reader.Id(out source);
            else if (key == "image_name") picture = reader.Text().Trim();
            else if (key == "question") text = reader.Text().Trim();
            else if (key == "answer") answer = reader.Answer()?.Trim();
            else if (key == "answer_type") answerType = reader.Answer();
            else if (key == "question_type") type = reader.Text();
            else if (key == "phrase_type") phrase = reader.Text().Trim();
            else reader.Skip();
        }
        string? missing = id is null ? "qid" : picture is null ? "image_name" : text is null ? "question" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        bool tests = phrase.StartsWith("test", StringComparison.OrdinalIgnoreCase)
            || Path.GetFileName(reader.Path).StartsWith("test", StringComparison.OrdinalIgnoreCase);
        var question = new SourceQuestion
        {
            Id = id!.Value,
            Place = place,
            Text = text!,
            PictureName = picture!,
            Answers = answer is null ? null : [answer],
            QuestionType = builder.Pool.Take(Types(type)),
            AnswerType = AnswerTypes.Of(answer ?? "", answerType),
            Source = source,
            Part = tests ? "test" : "train",
            PicturePart = TextId.OfText(picture!) % TestEvery == 0 ? "test-pictures" : "train-pictures",
        };
        builder.FindByName(question, picture!, "image_name");
        return (question, phrase);
    }

    /// <summary>"PRES, ATTRIB" and "attrib, prse" are the same types.</summary>
    private static string Types(string written) => string.Join(", ", written.ToUpperInvariant()
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(type => Misspelt.GetValueOrDefault(type, type)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The numbers that the pictures' names end in (synpic54610.jpg) where they tell all apart, so that every part has the same.</summary>
    private static void NumberPictures(IReadOnlyList<SourceQuestion> questions)
    {
        Dictionary<string, long?> numbers = questions.Select(q => q.PictureName).Distinct().ToDictionary(name => name, PictureIndex.NumberOf);
        if (numbers.Values.Any(number => number is null) || numbers.Values.Distinct().Count() < numbers.Count) return;
        foreach (SourceQuestion question in questions)
            (question.ImageId, question.ImageSource) = (numbers[question.PictureName], question.PictureName);
    }
}
