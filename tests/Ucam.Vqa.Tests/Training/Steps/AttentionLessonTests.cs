using TorchSharp;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Steps;

[Collection(GlobalRandomState.Name)]
public class AttentionLessonTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 2], [7], [3, 4, 8, 2]];

    public static TheoryData<string, string> Cases =>
        new(from method in VqaMethods.All from teacher in Enum.GetNames<AttentionTeacher>() select (method.Name, teacher));

    private static QuestionBatch Batch =>
        new(SmallModels.Ids(Questions), SmallModels.Lengths(Questions), Tensors.Normal(7, 4, SmallModels.Answers).mul(2).softmax(1));

    private static VqaHead Head(string method)
    {
        manual_seed(3);
        VqaHead head = SmallModels.Head(method);
        head.to(ScalarType.Float64);
        return head;
    }

    private static Tensor Features => SmallModels.Features(1, 4).to(ScalarType.Float64);

    private static double Objective(AttentionTeacher teacher, Tensor logits, Tensor targets) => teacher switch
    {
        AttentionTeacher.Truth => (targets * logits.log_softmax(1)).sum().item<double>(),
        AttentionTeacher.Doubt => -(logits.softmax(1) * logits.log_softmax(1)).sum().item<double>(),
        _ => (logits.softmax(1) * logits.log_softmax(1)).sum().item<double>(),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_map_it_learns_from_is_the_positive_part_of_the_evidence_by_finite_differences(string method, string teacherName)
    {
        var teacher = Enum.Parse<AttentionTeacher>(teacherName);
        using var scope = NewDisposeScope();
        using VqaHead head = Head(method);
        QuestionBatch batch = Batch;
        Tensor targets = batch.Targets.to(ScalarType.Float64);
        Glimpse glimpse = head.Look(Features, batch.Ids, batch.Lengths);
        Tensor map = AttentionLesson.Map(teacher, head, glimpse, head.Classify(head.Gather(glimpse)), targets);

        Tensor attention = glimpse.Attention.detach(), evidence = zeros_like(attention);
        for (long p = 0; p < attention.shape[1]; p++)
            for (long g = 0; g < attention.shape[2]; g++)
                evidence[TensorIndex.Colon, p, g] = attention[TensorIndex.Colon, p, g] * Slope(p, g);
        Tensor expected = head.Maps(glimpse with { Attention = evidence }).relu();
        expected /= expected.sum(1, keepdim: true).clamp_min(1e-12);
        map.Numbers().ShouldBeNear(expected.Numbers(), 1e-4);
        map.requires_grad.Should().BeFalse();

        Tensor Slope(long p, long g)
        {
            const double step = 1e-5;
            using var quiet = no_grad();
            double[] slopes = new double[attention.shape[0]];
            for (int b = 0; b < slopes.Length; b++) slopes[b] = (At(b, step) - At(b, -step)) / (2 * step);
            return tensor(slopes, dtype: ScalarType.Float64);

            double At(int b, double by)
            {
                using var inner = NewDisposeScope();
                Tensor moved = attention.clone();
                moved[b, p, g] += by;
                return Objective(teacher, head.Classify(head.Gather(glimpse with { Attention = moved })), targets);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_of_a_parameter_is_that_of_the_divergence_from_a_fixed_map(string method, string teacherName)
    {
        var recipe = new AttentionRecipe { Teacher = Enum.Parse<AttentionTeacher>(teacherName), Weight = 0.5, WarmUp = 0 };
        using var scope = NewDisposeScope();
        using VqaHead head = Head(method);
        QuestionBatch batch = Batch;
        Tensor targets = batch.Targets.to(ScalarType.Float64), features = Features;
        Glimpse glimpse = head.Look(features, batch.Ids, batch.Lengths);
        Tensor logits = head.Classify(head.Gather(glimpse));
        Tensor map = AttentionLesson.Map(recipe.Teacher, head, glimpse, logits, targets);
        AttentionLesson.Loss(recipe, head, glimpse, logits, targets, 1).backward();

        foreach ((string name, Tensor parameter) in head.named_parameters().Where(p => p.parameter.grad is not null).Take(6))
        {
            Tensor gradient = parameter.grad!, flat = parameter.detach().view(-1);
            long at = gradient.abs().view(-1).argmax().item<long>();
            double slope = (At(1e-5) - At(-1e-5)) / 2e-5;
            gradient.view(-1)[at].item<double>().Should().BeApproximately(slope, 1e-5 + 1e-4 * Math.Abs(slope), name);

            double At(double by)
            {
                using var quiet = no_grad();
                using var inner = NewDisposeScope();
                double before = flat[at].item<double>();
                flat[at] = before + by;
                Tensor looked = head.Maps(head.Look(features, batch.Ids, batch.Lengths));
                flat[at] = before;
                return 0.5 * (map.xlogy(map).sum() - (map * looked.log()).sum()).item<double>() / (looked.shape[0] * looked.shape[2]);
            }
        }
        head.AnswerLayer.weight!.grad.Should().BeNull("nothing above the attention is taught");
    }

    [Fact]
    public void It_rises_over_the_warm_up_and_adds_to_the_plain_loss()
    {
        double At(double progress, double warmUp)
        {
            using var scope = NewDisposeScope();
            using VqaHead head = Head("saaa");
            QuestionBatch batch = Batch;
            Glimpse glimpse = head.Look(Features, batch.Ids, batch.Lengths);
            return AttentionLesson.Loss(new AttentionRecipe { Weight = 2, WarmUp = warmUp }, head, glimpse,
                head.Classify(head.Gather(glimpse)), batch.Targets.to(ScalarType.Float64), progress).item<double>();
        }
        double whole = At(1, 0.5);
        whole.Should().BeGreaterThan(0);
        At(0.25, 0.5).Should().BeApproximately(whole / 2, 1e-12);
        At(0, 0.5).Should().Be(0);
        At(0, 0).Should().BeApproximately(whole, 1e-12);
    }

    [Fact]
    public void A_glimpse_of_which_nothing_speaks_for_the_answer_is_taught_nothing()
    {
        using var scope = NewDisposeScope();
        using VqaHead head = Head("saaa");
        QuestionBatch batch = Batch;
        Glimpse glimpse = head.Look(Features, batch.Ids, batch.Lengths);
        // Logits that fall with every position of the attention: their truth has evidence against it alone.
        Tensor falling = -glimpse.Attention.square().sum([1, 2]);
        Tensor logits = cat([falling.unsqueeze(1), zeros(4, 1, dtype: ScalarType.Float64)], 1);
        Tensor targets = tensor(new double[] { 1, 0, 1, 0, 1, 0, 1, 0 }, 4, 2);
        AttentionLesson.Map(AttentionTeacher.Truth, head, glimpse, logits, targets).Numbers().Should().OnlyContain(v => v == 0);
        AttentionLesson.Loss(new AttentionRecipe { Teacher = AttentionTeacher.Truth }, head, glimpse, logits, targets, 1).item<double>().Should().Be(0);
    }

    [Fact]
    public void A_step_with_a_lesson_has_both_gradients_and_leaves_only_its_results_behind()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var head = SmallModels.Head();
        using var variance = new VarianceHead(SmallModels.Answers);
        HeadRecipe plain = TrainingVariants.Baseline.Apply(new HeadRecipe());
        HeadRecipe taught = TrainingVariants.Find("attention-certainty").Apply(new HeadRecipe { Attention = new AttentionRecipe { Weight = 1 } });
        Tensor features = SmallModels.Features(1, 4);
        QuestionBatch batch = Batch;
        (double Loss, Dictionary<string, double[]> Gradients) Step(HeadRecipe recipe)
        {
            using var inner = NewDisposeScope();
            head.zero_grad();
            using var step = new HeadStep(head, variance, recipe);
            using Generator dropout = new(1), noise = new(2);
            double loss = step.Backward(features, batch, dropout, noise, 1).Loss.item<float>();
            return (loss, head.named_parameters().Where(p => p.parameter.grad is not null).ToDictionary(p => p.name, p => p.parameter.grad!.Numbers()));
        }
        var without = Step(plain);
        var with = Step(taught);
        with.Loss.Should().BeGreaterThan(without.Loss);
        with.Gradients["_answers.weight"].ShouldBeNear(without.Gradients["_answers.weight"], 1e-6);
        with.Gradients["_imageProjection.weight"].Should().NotEqual(without.Gradients["_imageProjection.weight"]);
        long before = Tensors.Live;
        for (int i = 0; i < 5; i++) Step(taught);
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void A_lesson_goes_with_the_plain_loss_alone()
    {
        var training = new HeadRecipe { Loss = LossKind.Aleatoric, Attention = new AttentionRecipe() };
        var check = () => Settings.Check(new Recipe { Name = "a", Training = training });
        check.Should().Throw<UcamException>().WithMessage("Training.Attention goes with L_y alone; set Training.Loss to CrossEntropy.");
    }
}
