using Ucam;
using Ucam.Vqa;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: FiveLines MODEL PICTURE QUESTION");
    return 2;
}
using var vqa = VqaModel.Load(args[0]);
Answer a = vqa.Ask(args[1], args[2]);
Console.WriteLine($"{a.Text}: {a.Certainty}");
Console.WriteLine(a.Familiarity.Note ?? $"{a.Uncertainty.Predictive:F2} = {a.Uncertainty.Aleatoric:F2} data + {a.Uncertainty.Epistemic:F2} model (nats)");
a.Map(MapKind.Certainty).Overlay(args[1]).SavePng("where.png");
return 0;
