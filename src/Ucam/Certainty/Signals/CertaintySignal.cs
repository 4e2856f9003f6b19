using static TorchSharp.torch;

namespace Ucam;

/// <summary>One number that tells something about whether an answer is right.</summary>
/// <param name="Name">Short lower-case name.</param>
/// <param name="Group">What it is taken from, such as passes or gradient; an ablation leaves groups out.</param>
/// <param name="Direction">1 where more of it never makes an answer less likely right, −1 where never more likely, 0 where not known.</param>
/// <param name="Measure">(B), from the answers to B inputs; null where a model cannot give it.</param>
public sealed record CertaintySignal(string Name, string Group, int Direction, Func<CertaintyInput, Tensor?> Measure)
{
    /// <summary>
    /// Whether it tells if the input is of a kind that the model knows. Such a signal says nothing on held-out data alone; it is fitted on
    /// shifted versions of them too, over what the other signals say.
    /// </summary>
    public bool TellsKind { get; init; }

    /// <summary>Whether it tells if what is asked belongs to the input; such a signal is fitted last, on misplaced questions too.</summary>
    internal bool TellsPair { get; init; }

    /// <summary>
    /// 1 where <see cref="For"/> is true of high values and <see cref="Against"/> of low ones, −1 the other way round, 0 where both are told by
    /// what the signal does to the answer.
    /// </summary>
    internal int Leans { get; init; }

    /// <summary>Whether estimators use it only where they are told to.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Said where it makes the answer less likely right; no full stop.</summary>
    public string Against { get; init; } = Name + " speaks against it";

    /// <summary>Said where it makes the answer more likely right; no full stop.</summary>
    public string For { get; init; } = Name + " speaks for it";

    /// <summary>
    /// What is true of a value, and whether it goes with what the value does: a high one may make an answer less likely right.
    /// </summary>
    /// <param name="isHigh">Whether the value is above the median of held-out answers.</param>
    /// <param name="logOdds">What it does to the answer.</param>
    internal (string Text, bool Fits) Say(bool isHigh, double logOdds)
    {
        bool isFor = Leans == 0 ? logOdds >= 0 : isHigh == Leans > 0;
        return (isFor ? For : Against, isFor == logOdds >= 0);
    }
}
