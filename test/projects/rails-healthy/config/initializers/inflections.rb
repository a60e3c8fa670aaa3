ActiveSupport::Inflector.inflections(:en) do |inflect|
  # inflect.acronym "RESTful"
  inflect.acronym "ISBN"
end
