using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Certainty;

/// <summary>Training on a small attention problem: one of nine positions, told by a flag, carries the answer.</summary>
public class GradientCertaintyTrainingTests
{
    private const int Batch = 64, Positions = 9, Answers = 3, Channels = 8, Steps = 60;

    public static MatrixTheoryData<CertaintyCombine, CertaintyTarget> Variants =>
        new(Enum.GetValues<CertaintyCombine>(), Enum.GetValues<CertaintyTarget>());

    private static (Tensor X, Tensor Target) Problem(int seed)
    {
        var random = new Random(seed);
        float[,,] x = new float[Batch, Positions, Answers + 1];
        long[] answers = new long[Batch];
        for (int b = 0; b < Batch; b++)
        {
            int where = random.Next(Positions);
            for (int p = 0; p < Positions; p++)
            {
                int shown = random.Next(Answers);
                (x[b, p, shown], x[b, p, Answers]) = (1, p == where ? 1 : 0);
                if (p == where) answers[b] = shown;
            }
        }
        return (tensor(x), functional.one_hot(tensor(answers), Answers).to(ScalarType.Float32));
    }

    private static Parameter[] Parameters() => [.. new long[][] { [Answers + 1, Channels], [Channels, 1], [Channels, Answers], [Answers, 1] }
        .Select((shape, i) => new Parameter(Tensors.Normal(i, shape) * 0.5))];

    private static (Tensor LossY, Tensor LossU, Tensor Variance) Forward(Tensor[] w, Tensor x, Tensor target, Func<Tensor, Tensor> mark,
        Generator noise)
    {
        Tensor a = mark(x.matmul(w[0]).tanh());
        Tensor logits = ((a.matmul(w[1]) * 4).softmax(1) * a).sum(1).matmul(w[2]), variance = functional.softplus(logits.matmul(w[3]) - 2);
        Tensor distorted = logits + variance.sqrt() * randn([5, Batch, Answers], generator: noise);
        Tensor Loss(Tensor y) => functional.log_softmax(y, -1).mul(target).sum(-1).mean().neg();
        return (Loss(logits), Loss(distorted) + variance.exp().sub(1).mean(), variance);
    }

    private static (double First, double Last) Train(GradientCertaintyOptions options, int steps, Action<int>? afterStep = null)
    {
        using var outer = NewDisposeScope();
        using var certainty = new GradientCertainty(options);
        using var noise = new Generator(7);
        (Tensor x, Tensor target) = Problem(1);
        Parameter[] w = Parameters();
        using var optimiser = optim.Adam(w, 0.05);
        (double first, double last) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            (Tensor lossY, Tensor lossU, Tensor variance) = Forward(w, x, target, certainty.Mark, noise);
            optimiser.zero_grad();
            certainty.Backward(lossY, lossU, variance);
            optimiser.step();
            last = lossY.item<float>();
            if (step == 0) first = last;
            afterStep?.Invoke(step);
        }
        return (first, last);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void It_learns_with_every_variant(CertaintyCombine combine, CertaintyTarget target)
    {
        (double first, double last) = Train(new GradientCertaintyOptions { Combine = combine, Target = target, WarmUp = 0.1 }, Steps);
        last.Should().BeLessThan(0.5 * first);
    }

    [Theory]
    [InlineData(CertaintyCombine.Masked)]
    [InlineData(CertaintyCombine.ActivationWeighted)]
    public void A_hundred_steps_leave_no_tensors_behind(CertaintyCombine combine)
    {
        long after = 0;
        Train(new GradientCertaintyOptions { Combine = combine }, 100, step =>
        {
            if (step == 2) after = Tensors.Live;
            if (step == 99) Tensors.Live.Should().Be(after);
        });
        after.Should().BePositive();
    }

    [Fact]
    public void Collecting_garbage_in_between_breaks_nothing()
    {
        (double first, double last) = Train(new GradientCertaintyOptions(), 20, _ => GC.Collect());
        last.Should().BeLessThan(first);
    }
}
