namespace Ucam.Web.Reviewing;

/// <summary>Where decisions are kept, and answers that need not be asked again. Safe to use from several threads.</summary>
internal interface IReviewStore : IDisposable
{
    /// <summary>Whether others may write to it meanwhile, so that what was read of it is not all there is.</summary>
    bool IsShared { get; }

    /// <summary>All decisions that were not undone, the earliest first.</summary>
    /// <exception cref="UcamException">They cannot be read, or one has a value that no decision has.</exception>
    IReadOnlyList<Decision> Decisions();

    /// <summary>Keeps a decision; when this returns it outlasts the end of the process.</summary>
    /// <exception cref="UcamException">It cannot be kept.</exception>
    Decision Add(string row, Verdict verdict, string? answer);

    /// <summary>Takes a decision back; when this returns that outlasts the end of the process.</summary>
    /// <exception cref="UcamException">That cannot be kept.</exception>
    void Undo(long sequence);

    /// <summary>The answers that were kept, by what was asked.</summary>
    /// <param name="asking">What all of them have in common: the model and how it is asked.</param>
    IReadOnlyDictionary<string, string> Answers(string asking);

    /// <summary>Keeps answers, all or none of them.</summary>
    /// <exception cref="UcamException">They cannot be kept.</exception>
    void Keep(string asking, IReadOnlyCollection<KeyValuePair<string, string>> answers);
}
