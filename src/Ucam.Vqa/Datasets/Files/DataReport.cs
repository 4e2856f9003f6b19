namespace Ucam.Vqa;

/// <summary>What a reader found in a data set's files: how much, and everything that is wrong with it.</summary>
/// <param name="Questions">Questions in the files.</param>
/// <param name="Usable">Those that nothing is wrong with, which make up the set.</param>
/// <param name="Pictures">Pictures they are about.</param>
/// <param name="Answers">Answers they have.</param>
/// <param name="Issues">Everything that is wrong, in the order it was found.</param>
/// <param name="Notes">What was left out on purpose, with counts.</param>
public sealed record DataReport(int Questions, int Usable, int Pictures, long Answers, IReadOnlyList<DataIssue> Issues, IReadOnlyList<string> Notes)
{
    /// <summary>Number of issues of each kind that occurs, in the order of the kinds.</summary>
    public IEnumerable<(DataIssueKind Kind, int Count)> Counts => Issues.CountBy(i => i.Kind).OrderBy(k => k.Key).Select(k => (k.Key, k.Value));

    /// <summary>Whether every question can be used.</summary>
    public bool IsWhole => Usable == Questions;

    /// <summary>Throws the first issue that keeps a question from being used.</summary>
    /// <exception cref="UcamException">There is one.</exception>
    public void Require()
    {
        if (Issues.FirstOrDefault(i => i.IsBlocking) is { } issue) throw new UcamException(issue.Message) { File = issue.File, Field = issue.Field };
    }
}
