using Ucam.Certainty.Estimation;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Tests.Evaluation;

public sealed class HeldOutAnswersTests : IDisposable
{
    private readonly SceneSet _set = TinyTraining.Scenes(SceneSplit.Validation, pictures: 44, questions: 2);
    private readonly VqaNetwork _network;

    public HeldOutAnswersTests()
    {
        _network = TinyTraining.Network(_set);
        _network.Freeze();
    }

    public void Dispose() => _network.Dispose();

    private HeldOut Collect(bool hasPictures = true) => HeldOutAnswers.Collect(_network, new HeldOutPart(_set, null, hasPictures),
        new EvaluationOptions { Passes = 10 }, null, TestContext.Current.CancellationToken);

    [Fact]
    public void Clean_answers_come_first_and_each_change_is_made_to_as_many_pictures()
    {
        HeldOut held = Collect();
        held.Rows(AnswerKind.Clean).Should().Equal(Enumerable.Range(0, 88));
        HeldOutChange.All.Should().HaveCount(11);
        held.Rows(AnswerKind.Shifted).Length.Should().Be(8 * 2 * 2);
        held.Rows(AnswerKind.Strange).Length.Should().Be(3 * 2 * 2);
        held.Rows(AnswerKind.Strange).Should().OnlyContain(i => held.Right[i] == 0, "no answer about such a picture is right");
        held.Signals.Rows.Should().Be(held.Right.Length).And.Be(held.Groups.Length);
        held.Groups.Take(88).Should().Equal(_set.Items.Select(i => i.ImageId));
        held.Groups.Skip(88).Should().BeSubsetOf(_set.Items.Select(i => i.ImageId));
    }

    [Fact]
    public void It_learns_what_the_network_usually_looks_at()
    {
        HeldOut held = Collect();
        _network.Gaze.Should().NotBeNull();
        double[] gazes = held.Signals.Column(held.Signals.Names.ToList().IndexOf("unfamiliar-gaze"));
        gazes.Should().OnlyContain(d => d >= 0 && double.IsFinite(d));
        gazes.Take(88).Count(d => d > 1).Should().BeLessThan(44, "1 is the 99 % level of half of them");
    }

    [Fact]
    public void Signals_that_are_used_only_where_they_are_named_are_left_out() =>
        Collect().Signals.Names.Should().Contain("evidence-for").And.NotContain(name => name.StartsWith("question"));

    [Fact]
    public void The_same_seed_collects_the_same()
    {
        HeldOut once = Collect();
        Collect().Signals.Values.Should().Equal(once.Signals.Values);
    }

    [Fact]
    public void A_word_becomes_one_that_the_network_does_not_know()
    {
        IVqaSet changed = HeldOutChange.Words.Of(_set, _network, 1);
        foreach ((VqaItem before, VqaItem after) in _set.Items.Zip(changed.Items))
        {
            _network.Words.Encode(after.Question).UnknownWords.Should().HaveCount(1 + _network.Words.Encode(before.Question).UnknownWords.Count);
            after.Question.Split(' ').Should().HaveCount(before.Question.Split(' ').Length);
            after.Answers.Should().Equal(before.Answers);
        }
        changed.LoadPicture(3).Rgb.SequenceEqual(_set.LoadPicture(3).Rgb).Should().BeTrue();
    }

    [Fact]
    public void Every_change_of_pictures_changes_them_the_same_way_each_time()
    {
        foreach (HeldOutChange change in HeldOutChange.All.Where(c => c != HeldOutChange.Words))
        {
            IVqaSet changed = change.Of(_set, _network, 1);
            changed.Items.Should().BeSameAs(_set.Items);
            changed.LoadPicture(2).Rgb.SequenceEqual(_set.LoadPicture(2).Rgb).Should().BeFalse(change.Name);
            changed.LoadPicture(2).Rgb.SequenceEqual(change.Of(_set, _network, 1).LoadPicture(2).Rgb).Should().BeTrue(change.Name);
            changed.LoadPicture(2).Width.Should().Be(_network.Backbone.Options.InputSize);
        }
    }
}
