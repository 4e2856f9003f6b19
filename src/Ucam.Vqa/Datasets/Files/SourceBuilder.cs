using System.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Collects the questions of a reader and what is wrong with them, and makes the set of those that can be used.</summary>
/// <param name="name">Name of the set.</param>
/// <param name="pictures">Where the pictures are; null does without them.</param>
/// <param name="parts">The parts to take; null for all.</param>
internal sealed class SourceBuilder(string name, PictureIndex? pictures, IReadOnlyCollection<string>? parts = null)
{
    private const int MostNamed = 8;
    private readonly List<SourceQuestion> _questions = [];
    private readonly List<(DataIssue Issue, SourceQuestion? About)> _issues = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _otherPictures = [];
    private readonly List<PictureIndex> _beside = [];
    private readonly Dictionary<long, string?> _written = [];

    /// <summary>Texts of the files, each kept once.</summary>
    public TextPool Pool { get; } = new();

    /// <summary>Whether answers of which normalising leaves nothing count as none.</summary>
    public bool IsToTrain { get; init; }

    public IReadOnlyList<SourceQuestion> Questions => _questions;

    /// <summary>Adds a question; one whose id is another text than that of the same number ("007" and "7") gets a number of its own.</summary>
    public void Add(SourceQuestion question)
    {
        if (question.Split.Length == 0 && !_written.TryAdd(question.Id, question.Source) && _written[question.Id] != question.Source
            && question.Source is { } text)
            question.Id = TextId.OfText(text);
        _questions.Add(question);
    }

    public void Note(string note) => _notes.Add(note);

    /// <summary>Adds an issue; where it is about one question, it goes with it if that is left out.</summary>
    public void Issue(DataIssueKind kind, string file, string field, string detail, SourceQuestion? about = null) =>
        _issues.Add((new DataIssue(kind, file, field, detail), about));

    /// <summary>Adds an issue that keeps a question from being used.</summary>
    public void Break(SourceQuestion question, DataIssueKind kind, string field, string detail) =>
        Break(question, kind, question.Place, field, detail);

    /// <summary>Adds an issue elsewhere that keeps a question from being used.</summary>
    public void Break(SourceQuestion question, DataIssueKind kind, Place at, string field, string detail)
    {
        question.IsBroken = true;
        Issue(kind, at.File, at.Field(field), detail, question);
    }

    /// <summary>The pictures that lie beside a questions file in its layout, where no other folder was named for them; null otherwise.</summary>
    public PictureIndex? Beside(string? folder)
    {
        if (folder is null || pictures?.Holds(folder) == false) return null;
        var index = new PictureIndex([folder]);
        _beside.Add(index);
        return index;
    }

    /// <summary>Finds the picture of a question by the number its name ends in.</summary>
    /// <param name="question">The question.</param>
    /// <param name="number">The number.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="own">Where to look instead of in the folders named.</param>
    public void FindByNumber(SourceQuestion question, long number, string field, PictureIndex? own = null)
    {
        string split = question.Part.Length > 0 ? question.Part : Path.GetFileNameWithoutExtension(question.Place.File);
        Find(question, own ?? pictures, index => index.ByNumber(number, split), $"whose name ends in {number}", field);
    }

    /// <summary>Finds the picture of a question by its name, or its path below a folder.</summary>
    public void FindByName(SourceQuestion question, string file, string field) =>
        Find(question, pictures, index => index.ByName(file), $"called {file}", field);

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

    // Several parts from one folder are not the first of them.
    private string Named()
    {
        string?[] folders = [.. _questions.Select(q => Path.GetDirectoryName(Path.GetFullPath(q.Place.File))).Distinct().Take(2)];
        return _questions.Select(q => q.Split).Distinct().Take(2).Count() == 2 && folders is [{ Length: > 0 } folder]
            && Path.GetFileName(folder) is { Length: > 0 } shared ? shared : name;
    }

    /// <summary>Checks the whole and makes the set.</summary>
    public FileSet Build(out DataReport report)
    {
        if (parts is not null) KeepParts(parts);
        else if (_questions.Exists(q => q.Split.Length > 0) && Parts() is { Length: > 1 } together)
            Note($"{together.Length} parts are taken together "
            + $"({string.Join(", ", together.Take(MostNamed))}{(together.Length > MostNamed ? ", …" : "")}); --part takes one");
        Check();
        List<SourceQuestion> usable = _questions.FindAll(q => !q.IsBroken);
        FileSet set = SourceItems.Make(Named(), usable);
        foreach (PictureIndex index in _beside) FindUnused(index);
        if (pictures is not null) FindUnused(pictures);
        report = new DataReport(_questions.Count, usable.Count, set.PictureCount, usable.Sum(q => (long)(q.Answers?.Length ?? 0)),
            [.. _issues.Select(i => i.Issue)], _notes);
        return set;
    }

    private void Find(SourceQuestion question, PictureIndex? index, Func<PictureIndex, PictureFinding> find, string called, string field)
    {
        if (index is null) return;
        PictureFinding finding = find(index);
        if (finding.Other is not null)
            Break(question, DataIssueKind.AmbiguousPicture, field,
                $"{index.Folders} holds two pictures {called}, {finding.Path} and {finding.Other}; keep one or name the folder of the split");
        else if (finding.Path is null)
            Break(question, DataIssueKind.MissingPicture, field, $"{index.Folders} holds no picture {called}; add it or drop its questions");
        else if (index.NoPicture(finding.Path) is { } other)
            Break(question, DataIssueKind.MissingPicture, field,
                $"{finding.Path} links to what is no picture ({other}); put the picture there or drop its questions");
        question.Picture = finding.Path;
    }

    /// <summary>Refuses parts that the files do not have.</summary>
    /// <exception cref="UcamException">There is no such part.</exception>
    internal static void RequireParts(IReadOnlyCollection<string> wanted, IReadOnlyCollection<string> there)
    {
        if (wanted.FirstOrDefault(p => !there.Contains(p)) is { } unknown)
            throw new UcamException(there.Count == 0
                ? "The files have no parts; leave the parts out." : $"There is no part '{unknown}'; there are {string.Join(", ", there)}.")
            { Field = "part" };
    }

    private string[] Parts() =>
        [.. _questions.SelectMany(q => new[] { q.Part, q.PicturePart }).Distinct().Where(p => p.Length > 0).Order(StringComparer.Ordinal)];

    private void KeepParts(IReadOnlyCollection<string> wanted)
    {
        RequireParts(wanted, Parts());
        Keep(q => wanted.Contains(q.Part) || wanted.Contains(q.PicturePart), $"belong to other parts than {string.Join(", ", wanted)}");
    }

    private void Check()
    {
        HashSet<(string, long)> ids = new(_questions.Count);
        int blank = 0;
        bool labelled = _questions.Exists(q => q.Answers is not null);
        foreach (SourceQuestion question in _questions)
        {
            bool answered = question.Answers is not null;
            blank += BlankAnswers.Drop(question);
            if (!ids.Add((question.Split, question.Id)))
                Break(question, DataIssueKind.DuplicateQuestion, "question_id",
                $"question {question.Id} occurs twice; every question needs its own id");
            else if (!HasWord(question.Text))
                Break(question, DataIssueKind.EmptyQuestion, "question", $"question {question.Id} has no words; ask something in words");
            else if (question.IsBroken) continue;
            else if (IsToTrain && question.Answers is { } said && Array.TrueForAll(said, BlankAnswers.IsNormalisedAway))
                BreakAnswer(question,
                    $"nothing is left of the answer to question {question.Id} when it is normalised, as "
                    + "punctuation and articles go; give another or drop the question");
            else if (question.Answers is not null) continue;
            else if (answered) BreakAnswer(question, $"the answer to question {question.Id} is blank; give one or drop the question");
            else if (labelled) Break(question, DataIssueKind.NoAnswers, "answer", $"question {question.Id} has no answer, others have");
        }
        if (blank > 0) Note($"{blank} blank answers are left out");
    }

    private void BreakAnswer(SourceQuestion question, string detail) =>
        Break(question, DataIssueKind.NoAnswers, question.AnswersPlace ?? question.Place, question.AnswersPlace is null
            ? "answer" : "answers", detail);

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
