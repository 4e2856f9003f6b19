namespace Ucam.Metrics;

/// <summary>
/// A threshold on the confidence and the promise that goes with it: of all draws of calibration questions, at least 1 − <see cref="Delta"/>
/// give a threshold for which the mean loss of new questions of the same kind, **among those that are answered**, is at most
/// <see cref="Limit"/>. It is no promise about all questions, about one question, or about one group of them.
/// </summary>
internal sealed record GuaranteedRisk
{
    /// <summary>The risk that was asked for, in (0,1).</summary>
    public required double Limit { get; init; }

    /// <summary>How often the promise may fail, over draws of calibration questions, in (0,1).</summary>
    public required double Delta { get; init; }

    /// <summary>Questions of at least this confidence are answered; null where no threshold can be promised, so that none is answered.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Share of the calibration questions answered, in [0,1]; 0 where nothing is promised.</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean loss of the calibration questions answered, in [0,1]; null where nothing is promised.</summary>
    public required double? Risk { get; init; }

    /// <summary>Upper bound on the risk of new answered questions that the test of this threshold gives; null where nothing is promised.</summary>
    public required double? Bound { get; init; }

    /// <summary>Number of calibration questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Nothing that can be promised.</summary>
    public static GuaranteedRisk None(double limit, double delta, int questions) => new()
    {
        Limit = limit,
        Delta = delta,
        Threshold = null,
        Coverage = 0,
        Risk = null,
        Bound = null,
        Questions = questions,
    };

    /// <summary>Whether a question of this confidence is answered.</summary>
    public bool Answers(double confidence) => confidence >= Threshold;
}
