using Ucam.Metrics;
using Ucam.Vqa.Datasets;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn;

/// <summary>What the shares of every set that knows where doubt comes from have to be.</summary>
internal static class DoubtShares
{
    /// <summary>They sum to the doubt that the difficulties make, which is that of people's answers, and what is not there has none.</summary>
    public static void ShouldSumToTheDoubt<T>(this T set) where T : IVqaSet, IDoubtTruth
    {
        for (int item = 0; item < set.Items.Count; item++)
        {
            DoubtTruth truth = set.DoubtOf(item);
            truth.Parts.Sum(share => share.Shapley).Should().BeApproximately(truth.Entropy - truth.Repaired, 1e-9);
            truth.Entropy.Should().BeApproximately(Entropy.Nats([.. set.Items[item].TrueDistribution!.Values]), 1e-9);
            truth.Parts.Where(share => !share.Present).Should().OnlyContain(share => share.Shapley == 0);
        }
    }
}
