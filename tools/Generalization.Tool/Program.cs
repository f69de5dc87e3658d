using Generalization.Tool;

if (args.Length > 0 && Verb.All.FirstOrDefault(v => v.Name == args[0]) is { } verb)
    return verb.Run(args.Skip(1));

var asked = args is ["--help" or "-h" or "help"];
var output = asked ? Console.Out : Console.Error;
if (!asked && args.Length > 0)
    output.WriteLine($"The first word must be one of {string.Join(", ", Verb.All.Select(v => v.Name))}, but was {args[0]}.");
output.WriteLine("generalization VERB [options]; generalization VERB --help lists a verb's options.");
foreach (var known in Verb.All)
    output.WriteLine($"  {known.Name, -8} {known.Does}");
return asked ? 0 : 2;
