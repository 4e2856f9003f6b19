namespace Ucam.Vqa.Datasets.Files;

/// <summary>Says what of a set is asked more than once, and what its parts share: a test of the same pictures and questions is no test.</summary>
internal static class RepeatedQuestions
{
    /// <summary>Notes how many questions are asked again about the same picture, and whether the answers are the same.</summary>
    public static void Report(SourceBuilder builder)
    {
        SourceQuestion[][] again = [.. builder.Questions.GroupBy(Key).Select(g => g.ToArray()).Where(g => g.Length > 1)];
        if (again.Length == 0) return;
        int different = again.Count(g => g.Select(q => q.Answers?[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1);
        builder.Note($"{again.Length} questions are asked more than once about the same picture, {different} of them with different answers");
    }

    /// <summary>Notes what the test shares with the training part: pictures, and questions about them.</summary>
    public static void ReportShared(SourceBuilder builder)
    {
        SourceQuestion[] train = [.. builder.Questions.Where(q => q.Part == "train")], test = [.. builder.Questions.Where(q => q.Part == "test")];
        HashSet<string> pictures = [.. train.Select(q => q.PictureName)];
        string[] tested = [.. test.Select(q => q.PictureName).Distinct()];
        if (tested.Count(pictures.Contains) is var shared and > 0)
            builder.Note($"{shared} of the {tested.Length} pictures of test are pictures of train too; test-pictures and train-pictures share none");
        HashSet<(long?, string, string)> asked = [.. train.Select(Key)];
        if (test.Count(q => asked.Contains(Key(q))) is var repeated and > 0)
            builder.Note($"{repeated} questions of test are asked in train about the same picture");
    }

    private static (long?, string, string) Key(SourceQuestion question) =>
        (question.ImageId, question.PictureName, string.Join(' ', question.Text.ToLowerInvariant().Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries)));
}
