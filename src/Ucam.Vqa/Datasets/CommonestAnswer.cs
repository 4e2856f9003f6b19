namespace Ucam.Vqa.Datasets;

/// <summary>What most people answered, which stands for the truth where one answer is wanted.</summary>
internal static class CommonestAnswer
{
    /// <summary>The commonest of the answers, of several the first by their characters' codes; null where there is none.</summary>
    public static string? Of(IEnumerable<string> answers) =>
        answers.CountBy(answer => answer).OrderByDescending(said => said.Value).ThenBy(said => said.Key, StringComparer.Ordinal)
            .Select(said => said.Key).FirstOrDefault();
}
