using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Web.Reviewing;

namespace Ucam.Browser.Tests.Reviewing;

/// <summary>5,000 answers about 50 drawn pictures, made up.</summary>
internal static class ManyAnswers
{
    public const int Rows = 5000, Pictures = 50;

    private static readonly string[] Colours = ["red", "green", "blue", "yellow"];

    /// <summary>A table of them as 'ucam ask --out' writes it, beside its pictures.</summary>
    public static string Table(TemporaryFolder folder)
    {
        Draw(folder);
        var text = new CsvText("image", "question", "answer", "question_type", "model_answer", "p_right", "words", "probability", "predictive_nats", "unfamiliar");
        foreach (AnswerRow row in All())
            text.Text($"scene_{row.Picture}.png").Text(row.Question).Text(row.Truth!).Text(row.Type!).Text(row.Answer).Number($"{row.Certainty}")
                .Text(Studies.InWords.Word((Studies.Sureness)row.Step)).Number($"{row.Probability}").Number($"{row.Doubt}").Number(row.Unfamiliar ? 1 : 0).EndRow();
        return folder.Write("many.csv", text.ToString());
    }

    /// <summary>The same as data of a review, with maps and with promises.</summary>
    public static ReviewData Data(TemporaryFolder folder)
    {
        Draw(folder);
        ActivationMap[] maps = [.. new[] { MapKind.Attention, MapKind.Certainty }.Select((kind, i) =>
            ActivationMap.FromRaw(kind, new float[,] { { 0, 1 - i }, { 2, 9 * i } }))];
        var details = new RowDetails("sure", "right with 94 %", "98 of 100 answers called so were right on held-out questions", "Because one answer stands out.",
            "red or blue (90 %)", "Unknown word: zorgon.", "Doubt: 0.30 nats = 0.20 data + 0.10 model.", null)
        {
            Candidates = [new("red", 0.8), new("blue", 0.2)], Maps = [.. maps.Select(SmallMap.Of)],
            Columns = new Dictionary<string, string> { ["ward"] = "<i>7</i>" },
        };
        return new ReviewData
        {
            Title = "Review of many", Facts = "Answered by the model scenes with Ucam, 50 dropout passes, seed 1.", Rows = All(), Details = _ => details,
            Pictures = [.. Enumerable.Range(0, Pictures).Select(i => new ReviewPicture($"scene_{i}.png", folder.File($"scene_{i}.png")))],
            Promises = new AnswerPromises([new() { Limit = 0.05, Delta = 0.05, Threshold = 0.85, Coverage = 0.7, Risk = 0.03, Bound = 0.05, Questions = 1000 }], null, []),
        };
    }

    private static AnswerRow[] All() => [.. Enumerable.Range(0, Rows).Select(i =>
    {
        double certainty = Math.Round((i * 37 + 11) % Rows / (double)Rows, 4);
        return new AnswerRow
        {
            Picture = i % Pictures, Question = $"What colour is <b>ball</b> number {i}?", Answer = Colours[i % 4], Truth = Colours[i % 5 % 4], Right = i % 4 == i % 5 % 4,
            Type = i % 3 == 0 ? "colour" : "count", Step = certainty > 0.95 ? 0 : certainty > 0.8 ? 1 : certainty > 0.5 ? 2 : 3, Certainty = certainty,
            Probability = certainty, Doubt = Math.Round(1 - certainty, 4), Unfamiliar = i % 200 == 7,
        };
    })];

    private static void Draw(TemporaryFolder folder)
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = 3, Pictures = Pictures, Size = 96, QuestionsPerPicture = 1 });
        for (int i = 0; i < Pictures; i++) scenes.LoadPicture(i).SavePng(folder.File($"scene_{i}.png"));
    }
}
