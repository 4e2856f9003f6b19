using Ucam.Explanations.Faithfulness;
using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Faithfulness;

/// <summary>Metrics on a linear model, whose exact map is known.</summary>
public class FaithfulnessTests
{
    private const int Rows = 4, Columns = 5, Cells = Rows * Columns;

    // Positive contributions, so that every step of a curve goes one way.
    private static (Explainer Explain, Tensor Picture, double[] Adds) Linear(int channels = 2)
    {
        Tensor weight = SeededNets.Picture(1, 1, channels, Rows, Columns).abs(), picture = SeededNets.Picture(2, 1, channels, Rows, Columns).abs();
        return (new Explainer(SeededNets.Linear(weight)), picture, (weight * picture).sum([1]).Numbers());
    }

    private static RawMap Map(IEnumerable<double> values)
    {
        var map = new float[Rows, Columns];
        foreach (var (value, i) in values.Select((v, i) => (v, i))) map[i / Columns, i % Columns] = (float)value;
        return new RawMap("test", map, true);
    }

    [Fact]
    public void Deleting_cells_of_a_linear_model_takes_away_what_they_add()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, adds) = Linear();
        InsertionDeletionCurves curves = new InsertionDeletion { Steps = Cells }.Measure(explain, Map(adds), [picture], 0,
            cancellation: SeededNets.Stop);
        double[] sorted = [.. adds.OrderDescending()];
        curves.Deletion.ToArray().ShouldBeNear([.. Enumerable.Range(0, Cells + 1).Select(n => sorted.Skip(n).Sum())], 1e-9);
        curves.Insertion[^1].Should().BeApproximately(adds.Sum(), 1e-9);
        InsertionDeletionCurves worst = new InsertionDeletion
        { Steps = Cells }.Measure(explain, Map(adds.Select(v => -v)), [picture], 0, cancellation: SeededNets.Stop);
        worst.DeletionArea.Should().BeGreaterThan(curves.DeletionArea);
        worst.Insertion[0].Should().BeApproximately(curves.Insertion[0], 1e-12);
    }

    [Fact]
    public void Few_steps_are_points_of_many()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, adds) = Linear();
        double[] many = [.. new InsertionDeletion { Steps = 20 }.Measure(explain, Map(adds), [picture], 0, cancellation: SeededNets.Stop).Insertion];
        double[] few = [.. new InsertionDeletion { Steps = 5 }.Measure(explain, Map(adds), [picture], 0, cancellation: SeededNets.Stop).Insertion];
        few.ShouldBeNear([.. Enumerable.Range(0, 6).Select(i => many[4 * i])], 1e-12);
    }

    [Fact]
    public void A_blurred_constant_is_the_constant_and_a_blur_keeps_the_mass_in_the_middle()
    {
        using var scope = NewDisposeScope();
        GaussianBlur.Apply(full([1, 2, 3, 4], 7.0), 5, 5).Numbers().Should().AllSatisfy(v => v.Should().BeApproximately(7, 1e-5));
        Tensor spot = zeros([1, 1, 21, 21], dtype: ScalarType.Float64);
        spot[0, 0, 10, 10] = 1;
        double[] blurred = GaussianBlur.Apply(spot, 2, 5).Numbers();
        blurred.Sum().Should().BeApproximately(1, 1e-12);
        (blurred[10 * 21 + 12] / blurred[10 * 21 + 10]).Should().BeApproximately(Math.Exp(-0.5), 1e-9);
    }

    [Fact]
    public void A_slope_is_filled_in_exactly_within_its_border()
    {
        var slope = new double[35];
        for (int i = 0; i < 35; i++) slope[i] = 2 * (i / 7) - 3 * (i % 7);
        var filled = (double[])slope.Clone();
        int[] removed = [8, 9, 10, 16, 17, 22, 24];
        foreach (int cell in removed) filled[cell] = 99;
        new LinearImputation(removed, 5, 7).Fill(filled);
        filled.ShouldBeNear(slope, 1e-9);
    }

    [Fact]
    public void Every_filled_cell_is_the_weighted_mean_of_its_neighbours()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())], before = [.. values];
        int[] removed = [.. Enumerable.Range(0, 60).Where(i => i % 7 != 0)];
        new LinearImputation(removed, 6, 10).Fill(values);
        foreach (int cell in removed)
        {
            double sum = 0, weights = 0;
            for (int y = Math.Max(0, cell / 10 - 1); y <= Math.Min(5, cell / 10 + 1); y++)
            {
                for (int x = Math.Max(0, cell % 10 - 1); x <= Math.Min(9, cell % 10 + 1); x++)
                {
                    if (y * 10 + x == cell) continue;
                    double weight = y == cell / 10 || x == cell % 10 ? 1 / 6.0 : 1 / 12.0;
                    sum += weight * values[y * 10 + x];
                    weights += weight;
                }
            }
            values[cell].Should().BeApproximately(sum / weights, 1e-8);
        }
        for (int i = 0; i < 60; i += 7) values[i].Should().Be(before[i]);
        var nothing = () => new LinearImputation([0, 1], 1, 2);
        nothing.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Road_tells_a_map_from_its_reverse_and_gives_nothing_to_a_map_without_information()
    {
        using var scope = NewDisposeScope();
        // A bright square on dark ground; the model sums the square.
        Tensor picture = zeros([1, 1, 12, 12], dtype: ScalarType.Float64), weight = zeros([1, 1, 12, 12], dtype: ScalarType.Float64);
        weight[.., .., 4..8, 4..8] = 1;
        picture[.., .., 4..8, 4..8] = 1;
        using var explain = new Explainer(SeededNets.Linear(weight));
        var values = new float[12, 12];
        for (int y = 4; y < 8; y++)
            for (int x = 4; x < 8; x++) values[y, x] = 1;
        var good = new RawMap("good", values, false);
        var road = new Road { Shares = [0.12, 0.3, 0.5], Noise = 0 };
        RoadCurves curves = road.Measure(explain, good, [picture], 0, cancellation: SeededNets.Stop);
        curves.LeastRelevantFirst.Should().AllSatisfy(v => v.Should().BeApproximately(16, 1e-6));
        curves.MostRelevantFirst.Should().AllSatisfy(v => v.Should().BeLessThan(4));
        curves.Score.Should().BeGreaterThan(6);
        var reversed = new float[12, 12];
        for (int i = 0; i < 144; i++) reversed[i / 12, i % 12] = -values[i / 12, i % 12];
        road.Measure(explain, new RawMap("bad", reversed, true), [picture], 0, cancellation: SeededNets.Stop).Score.Should().BeLessThan(-2);
        Math.Abs(road.Measure(explain, new RawMap("flat", new float[12, 12], false), [picture], 0, cancellation: SeededNets.Stop).Score)
            .Should().BeLessThan(3);
        road.Measure(explain, good, [picture], 0, cancellation: SeededNets.Stop).MostRelevantFirst.Should().Equal(curves.MostRelevantFirst);
    }

    [Fact]
    public void Keeping_everything_keeps_the_target_and_keeping_one_cell_keeps_what_it_adds()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, adds) = Linear();
        (double whole, double kept) = KeptEvidence.Measure(explain, Map(Enumerable.Range(0, Cells).Select(i => i == 7 ? 3.0 : 0)), [picture], 0);
        whole.Should().BeApproximately(adds.Sum(), 1e-9);
        kept.Should().BeApproximately(adds[7], 1e-9);
        KeptEvidence.Measure(explain, Map(Enumerable.Repeat(-1.0, Cells)), [picture], 0).Kept.Should().Be(0);
    }

    [Fact]
    public void The_exact_map_has_no_infidelity_and_a_multiple_none_at_its_best_scale()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, adds) = Linear();
        var infidelity = new Infidelity { Squares = 60 };
        (double plain, double best) = infidelity.Measure(explain, Map(adds), [picture], 0, cancellation: SeededNets.Stop);
        plain.Should().BeLessThan(1e-10);
        best.Should().BeLessThan(1e-10);
        (plain, best) = infidelity.Measure(explain, Map(adds.Select(v => 5 * v)), [picture], 0, cancellation: SeededNets.Stop);
        plain.Should().BeGreaterThan(1);
        best.Should().BeLessThan(1e-10);
        infidelity.Measure(explain, Map(adds.Reverse()), [picture], 0, cancellation: SeededNets.Stop).BestScale.Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void The_gradient_of_a_linear_model_does_not_move_and_its_contributions_move_with_the_input()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, _) = Linear();
        var sensitivity = new MaxSensitivity { Samples = 5, Radius = 0.1 };
        (double absolute, double relative) =
            sensitivity.Measure(explain, new SmoothGrad { Samples = 1, Noise = 0 }, [picture], 0, cancellation: SeededNets.Stop);
        absolute.Should().BeLessThan(1e-5);
        relative.Should().BeLessThan(1e-5);
        (absolute, relative) = sensitivity.Measure(explain, new IntegratedGradients { Steps = 1 }, [picture], 0, cancellation: SeededNets.Stop);
        // At most: every cell moves by its weights times the reach.
        double reach = 0.1 * ((double)picture.max() - (double)picture.min());
        double most = Math.Sqrt((SeededNets.Picture(1, 1, 2, Rows, Columns).abs().sum([1]) * reach).square().sum().item<double>());
        absolute.Should().BeInRange(most / 10, most);
        relative.Should().BePositive();
        sensitivity.Measure(explain, new IntegratedGradients { Steps = 1 }, [picture], 0, cancellation: SeededNets.Stop).Absolute.Should()
            .Be(absolute);
    }

    [Fact]
    public void Randomising_a_network_changes_its_maps_and_puts_the_weights_back()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        double[][] before = [.. net.parameters().Select(p => p.Numbers())];
        using var explain = new Explainer(net, "features.relu2");
        IReadOnlyList<RandomisationStep> steps = ParameterRandomisation.Measure(explain, new HiResCam(), [SeededNets.Picture(3)],
            cancellation: SeededNets.Stop);
        steps.Select(step => step.Module).Should().Equal("fc", "features.conv2", "features.conv1");
        steps.Should().AllSatisfy(step => step.RankCorrelation.Should().BeLessThan(0.99));
        net.parameters().Select(p => p.Numbers()).Should().BeEquivalentTo(before, options => options.WithStrictOrdering());
        net.parameters().Should().AllSatisfy(p => (p.requires_grad, p.grad is null).Should().Be((true, true)));
        // A method that never looks at the model passes nothing but its own blindness.
        ParameterRandomisation.Measure(explain, new Fixed(), [SeededNets.Picture(3)], cancellation: SeededNets.Stop)
            .Should().AllSatisfy(step => step.RankCorrelation.Should().BeApproximately(1, 1e-12));
        var broken = () => ParameterRandomisation.Measure(explain, new Failing(), [SeededNets.Picture(3)], cancellation: SeededNets.Stop);
        broken.Should().Throw<InvalidOperationException>();
        net.parameters().Select(p => p.Numbers()).Should().BeEquivalentTo(before, options => options.WithStrictOrdering());
        using var nothing = new Explainer(inputs => new ModelOutput(inputs[0].flatten(1)));
        nothing.Invoking(e => ParameterRandomisation.Measure(e, new Fixed(), [SeededNets.Picture(3)], cancellation: SeededNets.Stop))
            .Should().Throw<UcamException>().WithMessage("*no parameters*");
    }

    [Fact]
    public void Measuring_leaves_no_tensors_and_the_wrong_settings_are_refused()
    {
        using var scope = NewDisposeScope();
        var (explain, picture, adds) = Linear();
        RawMap map = Map(adds);
        void All()
        {
            new InsertionDeletion().Measure(explain, map, [picture], cancellation: SeededNets.Stop);
            new Road().Measure(explain, map, [picture], cancellation: SeededNets.Stop);
            new Infidelity { Squares = 5 }.Measure(explain, map, [picture], cancellation: SeededNets.Stop);
            new MaxSensitivity { Samples = 2 }.Measure(explain, new Occlusion(), [picture], cancellation: SeededNets.Stop);
            KeptEvidence.Measure(explain, map, [picture]);
        }
        All();
        long before = Tensors.Live;
        for (int i = 0; i < 3; i++) All();
        Tensors.Live.Should().Be(before);
        Action[] wrong =
        [
            () => new InsertionDeletion { Steps = 0 }.Measure(explain, map, [picture], cancellation: SeededNets.Stop), () =>
                new InsertionDeletion { BlurSigma = 0 }.Measure(explain, map, [picture], cancellation: SeededNets.Stop),
            () => new Road { Shares = [] }.Measure(explain, map, [picture], cancellation: SeededNets.Stop), () =>
                new Road { Shares = [1] }.Measure(explain, map, [picture], cancellation: SeededNets.Stop), () =>
                new Road { Noise = -1 }.Measure(explain, map, [picture], cancellation: SeededNets.Stop),
            () => new Infidelity { Squares = 1 }.Measure(explain, map, [picture], cancellation: SeededNets.Stop), () =>
                new MaxSensitivity { Radius = 0 }.Measure(explain, new Occlusion(), [picture], cancellation: SeededNets.Stop),
            () => KeptEvidence.Measure(explain, map, [cat([picture, picture])]),
        ];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
        var nan = () => new Road().Measure(explain, Map(adds.Select(v => v > 1 ? double.NaN : v)), [picture], cancellation: SeededNets.Stop);
        nan.Should().Throw<ArgumentException>().WithMessage("*not a finite number*");
    }

    private sealed class Fixed : ExplanationMethod
    {
        public override string Name => "fixed";

        public override Tensor Explain(ExplanationContext context) => arange(6.0).view(1, 2, 3);
    }

    private sealed class Failing : ExplanationMethod
    {
        private int _runs;

        public override string Name => "failing";

        public override Tensor Explain(ExplanationContext context) =>
            _runs++ > 0 ? throw new InvalidOperationException("broken") : arange(6.0).view(1, 2, 3);
    }
}
