using TorchSharp;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>
/// That nothing on the way of a training step stays on the CPU by mistake, on the device "meta", which has shapes and no numbers: an
/// operation on tensors of two devices fails there as on a GPU. Recurrence, ReLU and random numbers do not run on it.
/// </summary>
[Collection(GlobalRandomState.Name)]
public class DeviceTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 2], [7], [3, 4, 8, 2]];

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Every_weight_and_buffer_of_every_method_moves(string method)
    {
        using VqaHead head = SmallModels.Head(method);
        head.to(DeviceType.META);
        head.parameters().Concat<Tensor>(head.buffers()).Should().AllSatisfy(t => t.device_type.Should().Be(DeviceType.META));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Features_are_prepared_where_they_are(bool positions)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head("saaa", SmallModels.Options with { Positions = positions });
        head.to(DeviceType.META);
        head.Prepare(SmallModels.Features(1, 4).to(META)).device_type.Should().Be(DeviceType.META);
    }

    [Fact]
    public void Pooling_and_variance_stay_where_the_weights_are()
    {
        using var scope = NewDisposeScope();
        using var head = (Saaa)SmallModels.Head("saaa");
        using var variance = new VarianceHead(SmallModels.Answers);
        head.to(DeviceType.META);
        variance.to(DeviceType.META);
        Tensor v = head.Prepare(SmallModels.Features(1, 4).to(META)), q = Tensors.Normal(2, 4, SmallModels.Options.Lstm).to(META);
        head.Gather(new Glimpse(ones(4, SmallModels.Positions, 2, device: META), v, q)).device_type.Should().Be(DeviceType.META);
        variance.call(ones(4, SmallModels.Answers, device: META)).device_type.Should().Be(DeviceType.META);
    }

    [Fact]
    public void Sketches_hash_where_the_weights_are()
    {
        using var scope = NewDisposeScope();
        using var sketch = new CountSketch(5, 11, seed: 1);
        sketch.to(DeviceType.META);
        sketch.call(Tensors.Normal(1, 3, 5).to(META)).device_type.Should().Be(DeviceType.META);
    }

    [Fact]
    public void A_batch_moves_but_for_its_lengths()
    {
        using var scope = NewDisposeScope();
        var batch = new QuestionBatch(SmallModels.Ids(Questions), SmallModels.Lengths(Questions), Tensors.Normal(7, 4, SmallModels.Answers));
        QuestionBatch moved = batch.To(META);
        new[] { moved.Ids, moved.Targets, moved.Lengths }.Select(t => t.device_type).Should().Equal(DeviceType.META, DeviceType.META, DeviceType.CPU);
        batch.To(CPU).Should().BeSameAs(batch);
    }

    [Fact]
    public void A_network_knows_where_it_is()
    {
        using var network = new VqaNetwork(SmallModels.Config);
        network.Device.type.Should().Be(DeviceType.CPU);
        network.To(META);
        network.Device.type.Should().Be(DeviceType.META);
        network.Head.parameters().Concat(network.Variance.parameters()).Should().AllSatisfy(p => p.device_type.Should().Be(DeviceType.META));
    }
}
