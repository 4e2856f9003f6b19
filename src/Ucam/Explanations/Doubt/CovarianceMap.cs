using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// Second-order explanations of epistemic doubt (Bley, Lapuschkin, Samek and Montavon, Pattern Recognition 160, 2025): the covariance over
/// networks of first-order maps R_t of log p(answer). A cell's value is its covariance with what all cells add up to, Cov(R_i, Σ_j R_j),
/// and those add up to the variance of that sum; or, of the diagonal form, the cell's own variance Var(R_i).
/// </summary>
/// <param name="path">R_t by the integral from even attention, or a layer of zeros (CovIG); else activation × gradient (CovGI).</param>
/// <param name="diagonal">Whether a cell's value is its own variance.</param>
/// <param name="members">The networks of an ensemble; empty for dropout passes.</param>
internal sealed class CovarianceMap(bool path, bool diagonal, IReadOnlyList<Explainer> members) : ExplanationMethod
{
    /// <summary>CovGI.</summary>
    public static ExplanationEntry GradientEntry { get; } = Entry(path: false, diagonal: false, "CovGI");

    /// <summary>CovGI, diagonal.</summary>
    public static ExplanationEntry GradientDiagonalEntry { get; } = Entry(path: false, diagonal: true, "CovGI, diagonal");

    /// <summary>CovIG.</summary>
    public static ExplanationEntry PathEntry { get; } = Entry(path: true, diagonal: false, "CovIG");

    /// <summary>CovIG, diagonal.</summary>
    public static ExplanationEntry PathDiagonalEntry { get; } = Entry(path: true, diagonal: true, "CovIG, diagonal");

    /// <inheritdoc/>
    public override string Name => NameOf(path, diagonal);

    /// <inheritdoc/>
    public override bool Signed => !diagonal;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => DoubtNetworks.CountOf(context, members) * (path ? 1 + PathIntegral.LeastPasses : 3);

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        Tensor maps = new DoubtNetworks(context, members).Each((_, network) =>
            path ? network.PathEvidence(network.AnswerScore()) : network.Evidence(network.AnswerScore()));
        return Of(maps, diagonal).MoveToOuterDisposeScope();
    }

    /// <summary>From maps (T,B,rows,columns) to (B,rows,columns); over T, not T − 1.</summary>
    internal static Tensor Of(Tensor maps, bool diagonal)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor off = maps.to(ScalarType.Float64);
        off = off - off.mean([0], keepdim: true);
        return (off * (diagonal ? off : off.sum([2, 3], keepdim: true))).mean([0]).to(maps.dtype).MoveToOuterDisposeScope();
    }

    private static string NameOf(bool path, bool diagonal) => (path ? "cov-ig" : "cov-gi") + (diagonal ? "-diagonal" : "");

    private static ExplanationEntry Entry(bool path, bool diagonal, string title) =>
        new(NameOf(path, diagonal), title, "Bley et al., Pattern Recognition 160, 2025", setup => new CovarianceMap(path, diagonal, setup.Members))
        { NeedsLayer = true, NeedsNetworks = true, Unit = _ => "nats²" };
}
