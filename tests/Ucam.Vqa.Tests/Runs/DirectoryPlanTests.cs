using CsCheck;
using Ucam.Vqa.Runs;

namespace Ucam.Vqa.Tests.Runs;

public class DirectoryPlanTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(38, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(20, false)]
    public void The_epochs_asked_for_are_those_of_all_stages_together(int epochs, bool trained)
    {
        DirectoryPlan plan = DirectoryPlan.Create(epochs, trained, 100, 100);
        (plan.HeadFirst.Epochs + plan.Joint.Epochs + plan.Head.Epochs).Should().Be(epochs);
        (plan.HeadFirst.Levelling ?? plan.Joint.Levelling ?? plan.Head.Levelling).Should().BeNull();
    }

    [Fact]
    public void Any_number_of_epochs_is_split_without_one_too_many() => Gen.Select(Gen.Int[1, 10_000], Gen.Bool).Sample((epochs, trained) =>
    {
        DirectoryPlan plan = DirectoryPlan.Create(epochs, trained, 1, 1);
        int[] split = [plan.HeadFirst.Epochs, plan.Joint.Epochs, plan.Head.Epochs];
        return split.Min() >= 0 && split.Sum() == epochs && (trained || (plan.HeadFirst.Epochs == 0 && plan.Joint.Epochs > 0));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_smaller_the_set_the_more_epochs_and_as_many_steps(bool trained)
    {
        DirectoryPlan large = DirectoryPlan.Create(null, trained, 136, 113), small = DirectoryPlan.Create(null, trained, 34, 28);
        small.Joint.Epochs.Should().BeInRange(4 * large.Joint.Epochs - 4, 4 * large.Joint.Epochs + 6);
        small.Head.Epochs.Should().BeGreaterThan(3 * large.Head.Epochs);
        small.Joint.Levelling.Should().Be(large.Joint.Levelling).And.NotBeNull();
        large.HeadFirst.Epochs.Should().Be(trained ? large.HeadFirst.Epochs : 0);
    }

    [Fact]
    public void A_set_of_few_steps_has_an_end_and_one_of_many_at_least_an_epoch()
    {
        DirectoryPlan.Create(null, trained: true, 1, 1).HeadFirst.Epochs.Should().Be(400);
        DirectoryPlan.Create(null, trained: true, 1_000_000, 1_000_000).HeadFirst.Epochs.Should().Be(1);
    }
}
