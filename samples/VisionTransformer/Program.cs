using Ucam;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// A vision transformer of one layer that learns in a moment which colour the square in a noisy picture has.
manual_seed(1);
using var vit = new Vit();
var (random, optimiser) = (new Random(1), optim.Adam(vit.parameters(), 0.01));
(Tensor Picture, long Colour, float[,] Region) Draw()
{
    (int colour, int top, int left) = (random.Next(3), random.Next(4), random.Next(4));
    Tensor picture = rand(3, 32, 32) - 0.5, square = zeros(32, 32);
    square.narrow(0, top * 8, 8).narrow(1, left * 8, 8).fill_(1);
    picture[colour] += square;
    return (picture, colour, (float[,])square.data<float>().ToNDArray());
}
for (int step = 0; step < 150; step++)
{
    using var scope = NewDisposeScope();
    var batch = Enumerable.Range(0, 32).Select(_ => Draw()).ToArray();
    optimiser.zero_grad();
    functional.cross_entropy(vit.call(stack(batch.Select(b => b.Picture))), tensor(batch.Select(b => b.Colour).ToArray())).backward();
    optimiser.step();
}
(Tensor shown, long target, float[,] region) = Draw();
ModelOutput Run(Tensor[] inputs) => new(vit.call(inputs[0])) { LayerAttentions = [vit.Attention!] };
using var explain = new Explainer(vit, Run, options: new ExplainerOptions { LayerTokens = 1 });
foreach (string name in new[] { "attention-rollout", "gradient-attention", "occlusion" })
{
    ActivationMap map = explain.Map(ExplanationMethods.Create(name), shown.unsqueeze(0), (int)target);
    Console.WriteLine($"{name,-18} {MapAgreement.EnergyInRegion(map.Resize(32, 32).Values, region):P0} of it in the square");
}
