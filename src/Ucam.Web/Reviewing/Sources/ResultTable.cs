using System.Globalization;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Text;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>Reads a table of results: what <c>ucam eval --out</c> or <c>ucam ask --out</c> wrote.</summary>
internal sealed class ResultTable
{
    private readonly string _path;
    private readonly string[] _names;
    private readonly int _question, _answer, _image, _number;

    private ResultTable(string path, string[] names)
    {
        (_path, _names) = (path, names);
        _question = QuestionTable.Column(path, names, "question");
        _answer = At("model_answer") is >= 0 and int own ? own : At("prediction");
        (_image, _number) = (At("image"), At("image_id"));
        if (_answer < 0 || (_image < 0 && _number < 0))
            throw new UcamException($"{path}: line 1: there is no column \""
                + (_answer < 0 ? "prediction\" or \"model_answer" : "image_id\" or \"image")
                + "\"; give what 'ucam eval --out' or 'ucam ask --out' wrote.")
            { File = path };
    }

    /// <summary>Reads the results; rows that were not answered are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The folder of the pictures; null for none.</param>
    /// <exception cref="UcamException">It cannot be read, is no such table, or has no answers.</exception>
    public static ReviewData Read(string path, string? images)
    {
        using IEnumerator<(int Line, string[] Fields)> lines = CsvRows.Read(path).GetEnumerator();
        if (!lines.MoveNext()) throw new UcamException($"{path} is empty; give what 'ucam eval --out' or 'ucam ask --out' wrote.") { File = path };
        var table = new ResultTable(path, [.. lines.Current.Fields.Select(field => field.Trim().ToLowerInvariant())]);
        var pictures = new PictureList(images);
        List<AnswerRow> rows = [];
        List<long> ids = [];
        List<RowDetails> details = [];
        while (lines.MoveNext())
        {
            (int line, string[] fields) = lines.Current;
            if (fields[table._answer].Length == 0) continue;
            rows.Add(table.Row(line, fields, pictures));
            ids.Add(long.TryParse(table.Text(fields, "question_id"), CultureInfo.InvariantCulture, out long id) ? id : line);
            details.Add(table.Details(fields, rows[^1]));
        }
        if (rows.Count == 0) throw new UcamException($"{path} has no answers; there is nothing to review.") { File = path };
        return new ReviewData
        {
            Title = $"Review of {Path.GetFileName(path)}",
            Rows = rows,
            Pictures = pictures.Pictures,
            QuestionIds = ids,
            Details = row => details[row],
        };
    }

    private AnswerRow Row(int line, string[] fields, PictureList pictures)
    {
        string answer = fields[_answer], truth = Text(fields, "truth");
        string[] people = truth.Length > 0 ? [truth] : QuestionTable.Answers(At("model_answer") >= 0 ? Text(fields, "answer") : "");
        double? accuracy = Number(line, fields, "accuracy"), right = Number(line, fields, "right"), doubt = Number(line, fields, "predictive_nats");
        return new AnswerRow
        {
            Picture = _image >= 0 && fields[_image].Trim() is { Length: > 0 } name ? pictures.ByName(name) : pictures.ByNumber(Whole(line, fields)),
            Question = fields[_question],
            Answer = answer,
            Truth = CommonestAnswer.Of(people),
            Right = people.Length == 0 ? null : accuracy is { } share ? VqaAccuracy.IsRight(share) : right is { } given ? given > 0
                : VqaAccuracy.IsRight(VqaAccuracy.Score(answer, people)),
            Type = AnswerRow.TypeOf(Text(fields, "question_type"), ""),
            Step = AnswerRow.StepOf(Text(fields, "words"), doubt),
            Certainty = Share(line, fields, "p_right"),
            Probability = Share(line, fields, "probability"),
            Doubt = doubt,
            Data = Number(line, fields, "aleatoric_nats"),
            Model = Number(line, fields, "epistemic_nats"),
            Unusual = Number(line, fields, "distance"),
            Unfamiliar = Number(line, fields, "unfamiliar") > 0,
        };
    }

    private RowDetails Details(string[] fields, AnswerRow row) =>
        new(row.Word, null, null, null, null, Filled(Text(fields, "warning")),
            row.Doubt is { } whole ? RowDetails.DoubtOf(whole, row.Data, row.Model) : null,
            Filled(Text(fields, "model")));

    private static string? Filled(string text) => text.Length > 0 ? text : null;

    private int At(string name) => Array.IndexOf(_names, name);

    private string Text(string[] fields, string name) => At(name) is >= 0 and int at ? fields[at].Trim() : "";

    private long Whole(int line, string[] fields) =>
        _number >= 0 && long.TryParse(fields[_number], CultureInfo.InvariantCulture, out long number) ? number
        : throw Wrong(line, _number >= 0 ? "image_id" : "image", "it names no picture");

    private double? Share(int line, string[] fields, string name) => Number(line, fields, name) is not { } share ? null
        : share is >= 0 and <= 1 ? share : throw Wrong(line, name, "it must be from 0 to 1");

    private double? Number(int line, string[] fields, string name)
    {
        string text = Text(fields, name);
        if (text.Length == 0) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? AnswerRow.Known(number) : throw Wrong(line, name, "it is no number");
    }

    private UcamException Wrong(int line, string column, string what) =>
        new($"{_path}: line {line}: {column}: {what}.") { File = _path, Field = $"line {line}" };
}
