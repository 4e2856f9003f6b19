using Ucam.Certainty.Signals;
using Ucam.Studies.Trusting;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Trusting;

public sealed class ChosenInputsTests
{
    [Fact]
    public void The_surest_wrong_and_right_and_the_least_sure_are_kept_each_once()
    {
        using var scope = NewDisposeScope();
        // Class 0 is put first always; the label says whether that is right.
        AnswerRows Rows(params int[] labels) => new([.. labels.Select(_ => new[] { 1.0, 0 })], [.. labels.Select(_ => 0.0)],
            [.. labels.Select(_ => 0.0)], new SignalTable([], []))
        { Labels = labels };
        using var chosen = new ChosenInputs(5);
        Tensor first = arange(4).view(4, 1), second = arange(4, 8).view(4, 1);
        chosen.Offer(first, Rows(1, 0, 0, 1), [0.2, 0.9, 0.5, 0.8], 0);
        chosen.Offer(second, Rows(1, 0, 0, 0), [0.95, 0.99, 0.1, 0.6], 4);
        chosen.All.Select(one => one.Place).Should().Equal(4, 3, 5, 1, 6);
        chosen.All.Select(one => one.Input.item<long>()).Should().Equal(4, 3, 5, 1, 6);
        chosen.All[0].Confidence.Should().Be(0.95);
    }
}
