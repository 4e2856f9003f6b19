using System.Text;

namespace Ucam.Datasets.Files;

/// <summary>Collects the questions of a reader and what is wrong with them, and makes the set of those that can be used.</summary>
/// <param name="name">Name of the set.</param>
/// <param name="pictures">Where the pictures are; null does without them.</param>
/// <param name="parts">The parts to take; null for all.</param>
internal sealed class SourceBuilder(string name, PictureIndex? pictures, IReadOnlyCollection<string>? parts = null)
{
    private readonly List<SourceQuestion> _questions = [];
    private readonly List<(DataIssue Issue, SourceQuestion? About)> _issues = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _otherPictures = [];

    /// <summary>Texts of the files, each kept once.</summary>
    public TextPool Pool { get; } = new();

    public IReadOnlyList<SourceQuestion> Questions => _questions;

    public void Add(SourceQuestion question) => _questions.Add(question);

    public void Note(string note) => _notes.Add(note);

    /// <summary>Adds an issue; where it is about one question, it goes with it if that is left out.</summary>
    public void Issue(DataIssueKind kind, string file, string field, string detail, SourceQuestion? about = null) =>
        _issues.Add((new DataIssue(kind, file, field, detail), about));

    /// <summary>Adds an issue that keeps a question from being used.</summary>
    public void Break(SourceQuestion question, DataIssueKind kind, string field, string detail) => Break(question, kind, question.Place, field, detail);

    /// <summary>Adds an issue elsewhere that keeps a question from being used.</summary>
    public void Break(SourceQuestion question, DataIssueKind kind, Place at, string field, string detail)
    {
        question.IsBroken = true;
        Issue(kind, at.File, at.Field(field), detail, question);
    }

    /// <summary>Finds the picture of a question by the number its name ends in.</summary>
    public void FindByNumber(SourceQuestion question, long number, string field) => Find(question, pictures?.ByNumber(number), $"whose name ends in {number}", field);

    /// <summary>Finds the picture of a question by its name, or its path below a folder.</summary>
    public void FindByName(SourceQuestion question, string file, string field) => Find(question, pictures?.ByName(file), $"called {file}", field);

    /// <summary>Leaves questions out on purpose, with what is wrong with them.</summary>
    /// <param name="keep">Which stay.</param>
    /// <param name="why">Why the others do not: "have no map".</param>
    public void Keep(Predicate<SourceQuestion> keep, string why)
    {
        HashSet<SourceQuestion> others = [.. _questions.Where(q => !keep(q))];
        int gone = _questions.RemoveAll(others.Contains);
        _otherPictures.UnionWith(others.Select(q => q.Picture).OfType<string>());
        _issues.RemoveAll(i => i.About is not null && others.Contains(i.About));
        if (gone > 0) Note($"{gone} questions {why} and are left out");
    }

    /// <summary>Checks the whole and makes the set.</summary>
    public FileSet Build(out DataReport report)
    {
        if (parts is not null) KeepParts(parts);
        Check();
        List<SourceQuestion> usable = _questions.FindAll(q => !q.IsBroken);
        FileSet set = SourceItems.Make(name, usable);
        if (pictures is not null) FindUnused(pictures);
        report = new DataReport(_questions.Count, usable.Count, set.PictureCount, usable.Sum(q => (long)(q.Answers?.Length ?? 0)), [.. _issues.Select(i => i.Issue)], _notes);
        return set;
    }

    private void Find(SourceQuestion question, PictureFinding? found, string called, string field)
    {
        if (found is not { } finding) return;
        if (finding.IsDoubled) Break(question, DataIssueKind.AmbiguousPicture, field, $"{pictures!.Folders} holds two pictures {called}; keep one");
        else if (finding.Path is null) Break(question, DataIssueKind.MissingPicture, field, $"{pictures!.Folders} holds no picture {called}; add it or drop its questions");
        else if (pictures!.NoPicture(finding.Path) is { } other) Break(question, DataIssueKind.MissingPicture, field, $"{finding.Path} links to what is no picture ({other}); put the picture there or drop its questions");
        question.Picture = finding.Path;
    }

    /// <summary>Refuses parts that the files do not have.</summary>
    /// <exception cref="UcamException">There is no such part.</exception>
    internal static void RequireParts(IReadOnlyCollection<string> wanted, IReadOnlyCollection<string> there)
    {
        if (wanted.FirstOrDefault(p => !there.Contains(p)) is { } unknown)
            throw new UcamException(there.Count == 0 ? "The files have no parts; leave the parts out." : $"There is no part '{unknown}'; there are {string.Join(", ", there)}.") { Field = "part" };
    }

    private void KeepParts(IReadOnlyCollection<string> wanted)
    {
        string[] there = [.. _questions.Select(q => q.Part).Distinct().Where(p => p.Length > 0).Order(StringComparer.Ordinal)];
        RequireParts(wanted, there);
        Keep(q => wanted.Contains(q.Part), $"belong to other parts than {string.Join(", ", wanted)}");
    }

    private void Check()
    {
        HashSet<long> ids = new(_questions.Count);
        bool labelled = _questions.Exists(q => q.Answers is not null);
        foreach (SourceQuestion question in _questions)
        {
            if (!ids.Add(question.Id)) Break(question, DataIssueKind.DuplicateQuestion, "question_id", $"question {question.Id} occurs twice; every question needs its own id");
            else if (!HasWord(question.Text)) Break(question, DataIssueKind.EmptyQuestion, "question", $"question {question.Id} has no words; ask something in words");
            else if (labelled && !question.IsBroken && question.Answers is null) Break(question, DataIssueKind.NoAnswers, "answer", $"question {question.Id} has no answer, others have");
        }
    }

    private void FindUnused(PictureIndex index)
    {
        HashSet<string> used = [.. _questions.Select(q => q.Picture).OfType<string>()];
        foreach (string path in index.Listed.Where(p => !used.Contains(p) && !_otherPictures.Contains(p)))
            Issue(DataIssueKind.UnusedPicture, path, "", "no question is about this picture");
    }

    private static bool HasWord(string text)
    {
        foreach (Rune rune in text.EnumerateRunes()) if (Rune.IsLetterOrDigit(rune)) return true;
        return false;
    }
}
