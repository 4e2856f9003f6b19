using Ucam.Uncertainty.Estimators;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

[Collection(GlobalRandomState.Name)]
public sealed class ResidualClassifierTests
{
    private static ResidualClassifier Create(int seed = 1, int blocks = 1)
    {
        manual_seed(seed);
        var tail = new ResidualClassifier(side: 6, from: 3, channels: 5, blocks, classes: 4, dropout: 0.5);
        tail.eval();
        return tail;
    }

    [Fact]
    public void Its_parts_fit_together_and_leave_no_tensor()
    {
        using ResidualClassifier tail = Create();
        using Tensor features = Tensors.Normal(1, 2, 36, 3);
        tail.call(features).Dispose();
        long before = Tensors.Live;
        using (var scope = NewDisposeScope())
        {
            Tensor looked = tail.Look(features), pooled = ResidualClassifier.Pool(looked);
            looked.shape.Should().Equal(2, 9, 5);
            looked.ge(0).all().item<bool>().Should().BeTrue();
            pooled.shape.Should().Equal(2, 5);
            tail.call(features).Numbers().Should().Equal(tail.Classify(pooled).Numbers());
            (tail.Last.weight.matmul(pooled[0]) + tail.Last.bias!).Numbers().ShouldBeNear(tail.call(features)[0].Numbers(), 1e-5);
        }
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Positions_stay_where_they_are()
    {
        using var scope = NewDisposeScope();
        using ResidualClassifier tail = Create(blocks: 0);
        Tensor features = zeros(1, 36, 3), marked = zeros(1, 36, 3);
        // The last row and column of the grid reach the last position alone.
        marked[0, 35].fill_(3);
        Tensor change = (tail.Look(marked) - tail.Look(features)).abs().sum(-1)[0];
        change.Numbers().Take(8).Should().OnlyContain(c => c == 0);
        change.Numbers()[8].Should().BePositive();
    }

    [Fact]
    public void Dropout_is_named_in_training_and_switched_on_by_estimators()
    {
        using var scope = NewDisposeScope();
        using ResidualClassifier tail = Create();
        Tensor pooled = ones(1, 5);
        double[] Dropped(ulong seed)
        {
            using var random = new Generator(seed);
            return tail.Classify(pooled, random).Numbers();
        }
        Dropped(1).Should().Equal(Dropped(1));
        Enumerable.Range(1, 8).Select(s => Dropped((ulong)s)[0]).Distinct().Should().HaveCountGreaterThan(1);
        using var noise = new Generator(3);
        using UncertaintyBatch passes = new MonteCarloDropout(tail.Classifier, noise).Estimate(pooled);
        passes.MutualInformation!.item<float>().Should().BePositive();
    }

    [Fact]
    public void Weights_go_through_a_file()
    {
        using var folder = new TemporaryFolder();
        using ResidualClassifier one = Create(1), other = Create(2);
        using Tensor features = Tensors.Normal(1, 2, 36, 3);
        one.parameters().Select(p => p.numel()).Sum().Should().Be(3 * 5 * 9 + 10 + 2 * (5 * 5 * 9 + 10) + 5 * 4 + 4);
        using (var scope = NewDisposeScope())
            SafetensorsWriter.Write(folder["a"], new Dictionary<string, string>(), [.. ModuleTensors.Of(one, "tail")]);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["a"])) ModuleTensors.Fill(other, "tail", file, folder["a"]);
        using Tensor a = one.call(features), b = other.call(features);
        b.Numbers().Should().Equal(a.Numbers());
    }
}
