using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

public class EvidentialTests
{
    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static double Loss(double[] logits, double[] target, double weight, EvidentialRisk risk)
    {
        using var scope = NewDisposeScope();
        return EvidentialLoss.PerSample(tensor(logits, [1, logits.Length]), tensor(target, [1, target.Length]), weight, risk).item<double>();
    }

    [Fact]
    public void The_score_is_the_vacuity_and_the_probabilities_the_mean()
    {
        using var scope = NewDisposeScope();
        double[,] logits = { { 1, -2, 3 }, { -50, -50, -50 } };
        UncertaintyBatch batch = new Evidential(Toy.Gives(logits)).Estimate(zeros(2));
        double[] alpha = [1 + Softplus(1), 1 + Softplus(-2), 1 + Softplus(3)];
        batch.Score.Numbers().ShouldBeNear([3 / alpha.Sum(), 1], 1e-9);
        batch.Probabilities.Numbers()[..3].ShouldBeNear([.. alpha.Select(a => a / alpha.Sum())], 1e-12);
        batch.PredictiveEntropy.Numbers()[1].Should().BeApproximately(Math.Log(3), 1e-9);
        // Without evidence every distribution of three classes is as likely: mean entropy ψ(4) − ψ(2) = 1/2 + 1/3.
        batch.ExpectedEntropy!.Numbers()[1].Should().BeApproximately(5 / 6.0, 1e-9);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.6)]
    public void Each_risk_is_the_integral_it_stands_for(double yes, double no)
    {
        double a = 1 + Softplus(1.2), b = 1 + Softplus(-0.4);
        double Mean(Func<double, double> f) => DirichletTests.Integrate(a, b, f).Mean;
        double square = Mean(p => (yes - p) * (yes - p) + (no - 1 + p) * (no - 1 + p)), cross = Mean(p => -yes * Math.Log(p) - no * Math.Log(1 - p));
        Loss([1.2, -0.4], [yes, no], 0, EvidentialRisk.SquaredError).Should().BeApproximately(square, 1e-6);
        Loss([1.2, -0.4], [yes, no], 0, EvidentialRisk.CrossEntropy).Should().BeApproximately(cross, 1e-5);
        Loss([1.2, -0.4], [yes, no], 0, EvidentialRisk.MarginalLikelihood)
            .Should().BeApproximately(-yes * Math.Log(a / (a + b)) - no * Math.Log(b / (a + b)), 1e-9);
    }

    [Fact]
    public void Only_evidence_for_wrong_answers_is_punished()
    {
        double[] right = [1, 0];
        double Divergence(double[] logits) =>
            Loss(logits, right, 1, EvidentialRisk.SquaredError) - Loss(logits, right, 0, EvidentialRisk.SquaredError);
        Divergence([5, -50]).Should().BeApproximately(0, 1e-9);
        double wrong = 1 + Softplus(2), normaliser = DirichletTests.Integrate(1, wrong, _ => 0).Normaliser;
        double expected = DirichletTests.Integrate(1, wrong, p => Math.Log(normaliser * Math.Pow(1 - p, wrong - 1))).Mean;
        Divergence([5, 2]).Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        const double step = 1e-5;
        double[] at = [0.5, -1, 2], target = [0.6, 0.1, 0.3];
        using var scope = NewDisposeScope();
        foreach (EvidentialRisk risk in Enum.GetValues<EvidentialRisk>())
        {
            Tensor logits = tensor(at, [1, 3], requires_grad: true);
            double[] analytic = autograd.grad([EvidentialLoss.PerSample(logits, tensor(target, [1, 3]), 0.4, risk).sum()], [logits])[0].Numbers();
            for (int i = 0; i < 3; i++)
            {
                double At(double by) => Loss([.. at.Select((x, j) => j == i ? x + by : x)], target, 0.4, risk);
                double slope = (At(step) - At(-step)) / (2 * step);
                analytic[i].Should().BeApproximately(slope, 1e-3 * Math.Max(1e-3, Math.Abs(slope)));
            }
        }
    }

    [Fact]
    public void The_divergence_is_annealed_over_ten_epochs()
    {
        new[] { 0, 5, 10, 100 }.Select(epoch => EvidentialLoss.Annealing(epoch)).Should().Equal(0, 0.5, 1, 1);
        EvidentialLoss.Annealing(1, over: 4).Should().Be(0.25);
        foreach (Action wrong in new Action[] { () => EvidentialLoss.Annealing(-1), () => EvidentialLoss.Annealing(1, 0) })
            wrong.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_loss_leaves_only_itself_and_wrong_input_is_refused()
    {
        using var scope = NewDisposeScope();
        Tensor logits = ones(2, 3), target = ones(2, 3) / 3;
        long before = Tensors.Live;
        EvidentialLoss.PerSample(logits, target, 1).Dispose();
        Tensors.Live.Should().Be(before);
        Action[] wrong =
        [
            () => EvidentialLoss.PerSample(logits, ones(2, 2), 0), () => EvidentialLoss.PerSample(ones(3), ones(3), 0),
            () => EvidentialLoss.PerSample(logits, target, -1), () =>
                EvidentialLoss.PerSample(logits, target, double.NaN), () => EvidentialLoss.PerSample(logits, target, 0, (EvidentialRisk)9),
        ];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
    }

    [Fact]
    public void Two_classes_are_enough_and_one_is_not()
    {
        using var scope = NewDisposeScope();
        new Evidential(Toy.Gives(new double[,] { { 1, 2 } })).Estimate(zeros(1)).Probabilities.Numbers().Sum().Should().BeApproximately(1, 1e-12);
        FluentActions.Invoking(() => new Evidential(Toy.Gives(new double[,] { { 1 } })).Estimate(zeros(1)))
            .Should().Throw<UcamException>().WithMessage("*one output*");
    }
}
