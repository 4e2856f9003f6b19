using TorchSharp;
using Ucam.Numbers;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Training.Ranks;

[Collection(GlobalRandomState.Name)]
public class GradientExchangeTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 2], [7], [3, 4, 8, 2], [6, 2]];

    private sealed record Network(VqaHead Head, VarianceHead Variance) : IDisposable
    {
        public Module[] Modules => [Head, Variance];

        public static Network Create(string method)
        {
            // In double precision, since MCB's root makes much of rounding; what travels is of single precision all the same.
            VqaHead head = SmallModels.Head(method, SmallModels.WithoutDropout);
            var variance = new VarianceHead(SmallModels.Answers);
            head.to(ScalarType.Float64);
            variance.to(ScalarType.Float64);
            return new Network(head, variance);
        }

        public Dictionary<string, double[]?> Gradients() => Modules.SelectMany(module => module.named_parameters()
            .Select(p => (Name: $"{module.GetName()}.{p.name}", p.parameter))).ToDictionary(p => p.Name, p => p.parameter.grad?.Numbers());

        public void Dispose()
        {
            foreach (Module module in Modules) module.Dispose();
        }
    }

    private static HeadRecipe Recipe(LossKind loss, bool certainty) => new()
    {
        Loss = loss,
        Uncertainty = new AleatoricLossOptions { Samples = 6 },
        PredictivePasses = 3,
        Certainty = certainty ? new GradientCertaintyOptions() : null,
    };

    private static StepSums Sums(StepResult step, int samples) => StepSums.Of(new StepResult(step.Loss.to(ScalarType.Float32),
        step.Accuracy.to(ScalarType.Float32), step.Variance?.to(ScalarType.Float32)), samples);

    /// <summary>Two steps, since from the second on what lies above the mark is sent early; the gradients and sums of each.</summary>
    private static List<(Dictionary<string, double[]?> Gradients, StepSums Sums)> Steps(Network network, HeadRecipe recipe, int samples, IRanks ranks)
    {
        using var scope = NewDisposeScope();
        using var exchange = new GradientExchange(ranks, network.Modules);
        using var step = new HeadStep(network.Head, network.Variance, recipe) { Mark = ranks.Several() ? exchange.Mark : null };
        using Generator dropout = new(1), noise = new(2);
        Tensor targets = Tensors.Normal(7, samples, SmallModels.Answers).mul(2).softmax(1).to(ScalarType.Float64);
        Tensor features = SmallModels.Features(1, samples).to(ScalarType.Float64);
        BatchPart part = ranks.PartOf(samples);
        long[][] asked = Questions[part.Start..(part.Start + part.Count)];
        var batch = new QuestionBatch(SmallModels.Ids(asked), SmallModels.Lengths(asked), targets.narrow(0, part.Start, part.Count));
        var steps = new List<(Dictionary<string, double[]?>, StepSums)>();
        for (int i = 0; i < 2; i++)
        {
            exchange.Begin(part);
            StepResult own = step.Backward(features.narrow(0, part.Start, part.Count), batch, dropout, new NoiseSource(noise, part), 1);
            StepSums sums = exchange.Finish(Sums(own, part.Count), CancellationToken.None);
            steps.Add((network.Gradients(), sums));
        }
        return steps;
    }

    public static TheoryData<string, string, bool, int, int> Cases()
    {
        var cases = new TheoryData<string, string, bool, int, int>();
        foreach (string method in VqaMethods.All.Select(m => m.Name))
        {
            cases.Add(method, nameof(LossKind.Aleatoric), true, 5, 2);
            cases.Add(method, nameof(LossKind.Predictive), true, 5, 3);
        }
        cases.Add("saaa", nameof(LossKind.CrossEntropy), false, 4, 2);
        cases.Add("saaa", nameof(LossKind.Repeated), false, 5, 2);
        cases.Add("saaa", nameof(LossKind.Aleatoric), true, 2, 4);
        return cases;
    }

    /// <summary>Even parts, uneven ones, and more processes than samples.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_and_losses_of_parts_are_those_of_the_whole_batch(string method, string lossName, bool certainty, int samples, int count)
    {
        HeadRecipe recipe = Recipe(Enum.Parse<LossKind>(lossName), certainty);
        using Network alone = Network.Create(method);
        var whole = Steps(alone, recipe, samples, OneRank.Only);
        Network[] networks = [.. Enumerable.Range(0, count).Select(_ => Network.Create(method))];
        var parts = ThreadRanks.Run(count, ranks => Steps(networks[ranks.Rank], recipe, samples, ranks));
        foreach (Network network in networks) network.Dispose();
        foreach (var own in parts)
            foreach (((var gradients, StepSums sums), (var expected, StepSums of)) in own.Zip(whole))
            {
                sums.Samples.Should().Be(samples);
                sums.Loss.Should().BeApproximately(of.Loss, 1e-5);
                sums.Right.Should().BeApproximately(of.Right, 1e-5);
                gradients.Keys.Should().Equal(expected.Keys);
                foreach ((string name, double[]? gradient) in gradients)
                {
                    (gradient is null).Should().Be(expected[name] is null, name);
                    gradient?.ShouldBeNear(expected[name]!, 1e-6 * Math.Max(1, expected[name]!.Max(Math.Abs)));
                }
            }
        parts[^1].Should().SatisfyRespectively(parts[0].Select(step => (Action<(Dictionary<string, double[]?>, StepSums)>)(other =>
            other.Item1.Values.Should().BeEquivalentTo(step.Gradients.Values, options => options.WithStrictOrdering()))).ToArray());
    }

    [Fact]
    public void What_lies_above_the_mark_is_sent_while_the_backward_pass_goes_on()
    {
        Network[] networks = [.. Enumerable.Range(0, 2).Select(_ => Network.Create("saaa"))];
        string[] lines = ThreadRanks.Run(2, ranks =>
        {
            Network network = networks[ranks.Rank];
            using var scope = NewDisposeScope();
            using var exchange = new GradientExchange(ranks, network.Modules);
            using var step = new HeadStep(network.Head, network.Variance, Recipe(LossKind.Aleatoric, certainty: true)) { Mark = exchange.Mark };
            using Generator dropout = new(1), noise = new(2);
            Tensor targets = ones(5, SmallModels.Answers, ScalarType.Float64) / 6;
            var batch = new QuestionBatch(SmallModels.Ids(Questions), SmallModels.Lengths(Questions), targets);
            for (int i = 0; i < 2; i++)
            {
                exchange.Begin(new BatchPart(5 * ranks.Rank, 5, 10));
                StepResult own = step.Backward(SmallModels.Features(1, 5).to(ScalarType.Float64), batch, dropout, noise, 1);
                exchange.Finish(Sums(own, 5), CancellationToken.None);
            }
            return exchange.Meter.InWords(ranks.Count, ranks.Moving)!;
        });
        foreach (Network network in networks) network.Dispose();
        lines[0].Should().MatchRegex(@"^2 processes: 0\.00 MB of gradients a step, [1-4]\d % of them sent during the backward pass; 500\.0 ms");
    }

    [Fact]
    public void A_process_that_is_asked_to_stop_stops_all()
    {
        var run = () => ThreadRanks.Run(3, ranks =>
        {
            ranks.Total([1], new CancellationToken(ranks.Rank == 1));
            return 0;
        });
        run.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Processes_that_go_on_from_different_epochs_do_not_start()
    {
        using var line = Linear(2, 2);
        var run = () => ThreadRanks.Run(2, ranks =>
        {
            using var exchange = new GradientExchange(ranks, [line]);
            exchange.Start(ranks.Rank, CancellationToken.None);
            return 0;
        });
        run.Should().Throw<UcamException>().WithMessage("Process 1 goes on after epoch 1, the first after epoch 0;*--run folder that they share.");
    }
}
