using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;
using Ucam.Extensions.AI.Judging;

namespace Ucam.Extensions.AI;

/// <summary>P(this answer is right) of a chat model, from its calls: fits the library's estimator on questions whose answers are known.</summary>
public static class ChatCertainty
{
    /// <summary>Fits an estimator.</summary>
    /// <param name="answers">At least 50 answers, asked with the same numbers of calls as later ones.</param>
    /// <param name="right">How right each is, in [0,1]: 1 or 0, or a score such as VQA's accuracy.</param>
    /// <param name="pictures">What picture each is about, so that no picture is on both sides in cross-validation; null where all differ.</param>
    /// <param name="seed">Drives the folds of the cross-validation that chooses the penalty.</param>
    /// <exception cref="UcamException">There are too few answers, all are right or all wrong, or the lists differ in length.</exception>
    public static CertaintyEstimator Fit(IReadOnlyList<ChatDoubt> answers, IReadOnlyList<double> right, IReadOnlyList<long>? pictures = null,
        int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(right);
        return Fit([.. answers.Select(answer => answer.Signals)], right, pictures, seed);
    }

    /// <summary>Reads an estimator that <see cref="CertaintyEstimator.ToJson"/> wrote.</summary>
    /// <exception cref="UcamException">It is damaged, or uses a signal that there is not.</exception>
    public static CertaintyEstimator FromJson(string json)
    {
        Know();
        return CertaintyEstimator.FromJson(json);
    }

    internal static CertaintyEstimator Fit(IReadOnlyList<IReadOnlyDictionary<string, double>> signals, IReadOnlyList<double> right,
        IReadOnlyList<long>? pictures, int seed)
    {
        if (signals.Count != right.Count || (pictures is not null && pictures.Count != right.Count))
            throw new UcamException($"There are {signals.Count} answers, {right.Count} values of how right they are and {pictures?.Count} pictures; "
                + "give one for each answer.")
            { Field = nameof(right) };
        // What no answer has, such as probabilities that the client does not tell, is no signal.
        string[] names = [.. ChatSignals.Names.Where(name => signals.Any(row => double.IsFinite(row.GetValueOrDefault(name, double.NaN))))];
        var table = new SignalTable(names, [.. signals.SelectMany(row => names.Select(name => row.GetValueOrDefault(name, double.NaN)))]);
        return CertaintyEstimator.Fit(new HeldOut(table, [.. right], [.. pictures ?? [.. signals.Select((_, i) => (long)i)]]), seed);
    }

    internal static AnswerCertainty Judge(CertaintyEstimator? estimator, IReadOnlyDictionary<string, double> signals)
    {
        if (estimator is null) return AnswerCertainty.Unknown("no estimator was fitted; ChatCertainty.Fit makes one of answers that are known");
        string[] missing = [.. estimator.Signals.Where(name => !double.IsFinite(signals.GetValueOrDefault(name, double.NaN)))];
        if (missing.Length == estimator.Signals.Count) return AnswerCertainty.Unknown("no call told what the estimator was fitted on");
        return estimator.Judge([.. estimator.Signals.Select(name => signals.GetValueOrDefault(name, double.NaN))]);
    }

    // Signals are known by name once they were added, which the first use does.
    private static void Know() => _ = ChatSignals.Names;
}
