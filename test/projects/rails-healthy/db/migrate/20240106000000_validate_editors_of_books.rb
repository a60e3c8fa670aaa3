# frozen_string_literal: true

class ValidateEditorsOfBooks < ActiveRecord::Migration[7.1]
  def change
    validate_foreign_key :books, :authors, column: :editor_id
  end
end
