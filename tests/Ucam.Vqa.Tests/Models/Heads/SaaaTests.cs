using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class SaaaTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5], [6, 2, 7, 8], [3, 3]];

    private static Tensor Ids => SmallModels.Ids(Questions);

    private static Tensor Lengths => SmallModels.Lengths(Questions);

    [Fact]
    public void Shapes_follow_the_options()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        model.EncodeQuestion(Ids, Lengths).shape.Should().Equal(4, SmallModels.Options.Lstm);
        model.Prepare(SmallModels.Features(1, 4)).shape.Should().Equal(4, SmallModels.Positions, SmallModels.Channels + 2);
        (Tensor logits, Tensor attention) = model.Answer(SmallModels.Features(1, 4), Ids, Lengths);
        logits.shape.Should().Equal(4, SmallModels.Answers);
        attention.shape.Should().Equal(4, SmallModels.Positions, SmallModels.Options.Glimpses);
        model.AnswerBlind(Ids, Lengths).shape.Should().Equal(4, SmallModels.Answers);
    }

    [Fact]
    public void Each_glimpse_attends_with_weights_that_sum_to_one()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor attention = model.Answer(SmallModels.Features(1, 4) * 50, Ids, Lengths).Attention;
        attention.sum(1).Numbers().ShouldBeNear([.. Enumerable.Repeat(1.0, 4 * SmallModels.Options.Glimpses)], 1e-6);
        attention.Numbers().Should().AllSatisfy(a => a.Should().BePositive());
    }

    [Fact]
    public void Features_are_scaled_to_unit_length_before_the_positions_are_appended()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor v = model.Prepare(SmallModels.Features(1, 2) * 7);
        v.narrow(2, 0, SmallModels.Channels).square().sum(-1).Numbers().ShouldBeNear([.. Enumerable.Repeat(1.0, 2 * SmallModels.Positions)], 1e-5);
        using Tensor positions = GridPositions.Create(SmallModels.Rows, SmallModels.Columns);
        v[1].narrow(1, SmallModels.Channels, 2).Numbers().Should().Equal(positions.Numbers());
    }

    [Fact]
    public void An_empty_cell_is_not_divided_by_zero()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        model.Prepare(zeros(1, SmallModels.Positions, SmallModels.Channels)).isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Pooling_is_the_attention_weighted_sum_of_each_glimpse()
    {
        using var scope = NewDisposeScope();
        Tensor v = Tensors.Normal(1, 2, 3, 4), attention = Tensors.Normal(2, 2, 3, 2).softmax(1);
        double[] features = v.Numbers(), weights = attention.Numbers();
        IEnumerable<double> expected = from b in Enumerable.Range(0, 2)
                                       from g in Enumerable.Range(0, 2)
                                       from c in Enumerable.Range(0, 4)
                                       select Enumerable.Range(0, 3).Sum(p => weights[(b * 3 + p) * 2 + g] * features[(b * 3 + p) * 4 + c]);
        Saaa.Pool(v, attention).Numbers().ShouldBeNear([.. expected], 1e-6);
    }

    [Fact]
    public void Questions_about_one_picture_together_equal_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor features = SmallModels.Features(1, 2);
        (Tensor logits, Tensor attention) = model.Answer(features, Ids, Lengths);
        for (int i = 0; i < 4; i++)
        {
            Tensor one = features.narrow(0, i / 2, 1);
            (Tensor alone, Tensor looked) = model.Answer(one, SmallModels.Ids(Questions[i]), SmallModels.Lengths(Questions[i]));
            logits[i].Numbers().ShouldBeNear(alone[0].Numbers(), 1e-5);
            attention[i].Numbers().ShouldBeNear(looked[0].Numbers(), 1e-5);
        }
    }

    [Fact]
    public void Padding_does_not_change_the_question()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        double[] together = model.EncodeQuestion(Ids, Lengths).Numbers();
        for (int i = 0; i < 4; i++)
        {
            double[] alone = model.EncodeQuestion(SmallModels.Ids(Questions[i]), SmallModels.Lengths(Questions[i])).Numbers();
            together[(i * SmallModels.Options.Lstm)..((i + 1) * SmallModels.Options.Lstm)].ShouldBeNear(alone, 1e-6);
        }
    }

    [Fact]
    public void The_order_of_words_matters()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        model.EncodeQuestion(SmallModels.Ids([2, 3, 4]), SmallModels.Lengths([2, 3, 4])).Numbers()
            .Should().NotEqual(model.EncodeQuestion(SmallModels.Ids([4, 3, 2]), SmallModels.Lengths([4, 3, 2])).Numbers());
    }

    [Fact]
    public void Without_a_generator_the_answer_is_the_same_every_time()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor features = SmallModels.Features(1, 4);
        model.Answer(features, Ids, Lengths).Logits.Numbers().Should().Equal(model.Answer(features, Ids, Lengths).Logits.Numbers());
    }

    [Fact]
    public void The_blind_model_is_the_model_with_nothing_pooled()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor q = model.EncodeQuestion(Ids, Lengths);
        Tensor nothing = zeros(4, SmallModels.Options.Glimpses * (SmallModels.Channels + 2));
        model.AnswerBlind(Ids, Lengths).Numbers().ShouldBeNear(model.Classify(cat([nothing, q], 1)).Numbers(), 1e-6);
    }

    [Fact]
    public void A_forward_pass_leaves_only_its_results()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        Tensor features = SmallModels.Features(1, 4), ids = Ids, lengths = Lengths;
        long before = Tensors.Live;
        (Tensor logits, Tensor attention) = model.Answer(features, ids, lengths);
        Tensors.Live.Should().Be(before + 2);
        logits.Dispose();
        attention.Dispose();
    }
}
